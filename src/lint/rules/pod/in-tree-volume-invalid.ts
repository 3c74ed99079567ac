import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt, type MapNode, type YamlNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { given, isTrue, lengthIn, textIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';

const example = (iqn: string): string =>
  setExample('StatefulSet', {
    pod: `volumes:
- name: disk
  iscsi:
    targetPortal: 10.0.0.7:3260
    iqn: ${iqn}
    lun: 0
`,
  });

/** What is wrong with a source: the place and the words; a text stands for a field that is missing. */
type Fault = readonly [place: YamlNode | string, message: string];

export const inTreeVolumeInvalid: Rule = {
  code: 'in-tree-volume-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A volume of a storage system of old is not described as it must be',
    why: `Each of the older volume kinds has rules of its own, which the API server checks: iSCSI names (\`iqn.…\`, \`eui.…\`, \`naa.…\`) and
a Secret for CHAP, Fibre Channel by either \`targetWWNs\` with a \`lun\` or \`wwids\`, Flocker by name or UUID, Quobyte's registry as
\`host:port\`, the URI of an Azure disk by its kind, no \`kubernetes.io\` among the options of a FlexVolume.`,
    bad: example('disk-1'),
    good: example('iqn.2004-04.com.example:storage.disk1'),
  },
  *check(context) {
    if (context.partial) return;
    for (const [type, faultsOf] of Object.entries(checks)) {
      for (const { node } of context.typed(type)) {
        for (const [place, message] of faultsOf(node)) yield problemOf(node, place, message);
      }
    }
  },
};

function problemOf(node: MapNode, place: YamlNode | string, message: string): Problem {
  return typeof place === 'string' ? problemWithout(node, place, message) : problemAt(place, message);
}

const checks: Readonly<Record<string, (node: MapNode) => Iterable<Fault>>> = {
  ISCSIVolumeSource: iscsi,
  ISCSIPersistentVolumeSource: iscsi,
  FCVolumeSource: fibreChannel,
  FlockerVolumeSource: flocker,
  QuobyteVolumeSource: quobyte,
  AzureDiskVolumeSource: azureDisk,
  FlexVolumeSource: flexVolume,
  FlexPersistentVolumeSource: flexVolume,
};

const initiator =
  /^(?:iqn\.[0-9]{4}-[0-9]{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+|eui.[A-Za-z0-9]{16}|naa.[A-Za-z0-9]{32})$/;

function* iscsi(node: MapNode): Generator<Fault> {
  for (const field of ['iqn', 'initiatorName']) {
    const name = scalarAt(node, field);
    if (typeof name?.value !== 'string' || (name.value === '' && field === 'iqn')) continue;
    if (!initiator.test(name.value))
      yield [
        name,
        l10n.t('"{0}" is no name of iSCSI (iqn., eui. or naa.): the API server refuses it.', name.value),
      ];
  }
  const chap = isTrue(node, 'chapAuthDiscovery') || isTrue(node, 'chapAuthSession');
  if (chap && !given(node, 'secretRef'))
    yield ['secretRef', l10n.t('CHAP needs a secretRef: the API server refuses it without.')];
}

function* fibreChannel(node: MapNode): Generator<Fault> {
  const targets = lengthIn(node, 'targetWWNs') ?? 0;
  const ids = lengthIn(node, 'wwids') ?? 0;
  if (targets === 0 && ids === 0)
    yield ['targetWWNs', l10n.t('targetWWNs or wwids are needed: the API server refuses it without.')];
  if (targets > 0 && ids > 0)
    yield [node, l10n.t('targetWWNs and wwids exclude each other: the API server refuses both.')];
  if (targets > 0 && !given(node, 'lun'))
    yield ['lun', l10n.t('targetWWNs need a lun: the API server refuses them without.')];
}

function* flocker(node: MapNode): Generator<Fault> {
  const name = textIn(node, 'datasetName');
  const id = textIn(node, 'datasetUUID');
  if (name === undefined || id === undefined) return;
  if ((name === '') === (id === ''))
    yield [node, l10n.t('Exactly one of datasetName and datasetUUID is needed: the API server refuses it.')];
  const node_ = given(node, 'datasetName');
  if (node_ && name.includes('/')) yield [node_, l10n.t('"/" is not allowed: the API server refuses it.')];
}

function* quobyte(node: MapNode): Generator<Fault> {
  const registry = scalarAt(node, 'registry');
  if (typeof registry?.value === 'string' && registry.value !== '') {
    const pairs = registry.value.split(',');
    if (!pairs.every((pair) => /^(?:[^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair)))
      yield [registry, l10n.t('"{0}" is no host:port: the API server refuses it.', registry.value)];
  }
  const tenant = scalarAt(node, 'tenant');
  if (typeof tenant?.value === 'string' && tenant.value.length >= 65)
    yield [tenant, l10n.t('It has more than {0} characters: the API server refuses it.', 64)];
}

function* azureDisk(node: MapNode): Generator<Fault> {
  const written = textIn(node, 'kind');
  const uri = scalarAt(node, 'diskURI');
  if (written === undefined || typeof uri?.value !== 'string') return;
  const kind = written === '' ? 'Shared' : written;
  const start = kind === 'Managed' ? '/subscriptions/' : 'https://';
  if (!uri.value.startsWith(start))
    yield [
      uri,
      l10n.t(
        'The URI of a disk of the kind "{0}" begins with "{1}": the API server refuses it.',
        kind,
        start,
      ),
    ];
}

function* flexVolume(node: MapNode): Generator<Fault> {
  for (const [key, { value }] of mapAt(node, 'options')?.byKey ?? []) {
    const namespace = `.${(key.includes('/') ? (key.split('/')[0] ?? '') : key).toLowerCase()}`;
    if (namespace.endsWith('.kubernetes.io') || namespace.endsWith('.k8s.io'))
      yield [value, l10n.t('"{0}" is Kubernetes\' own: the API server refuses it.', key)];
  }
}
