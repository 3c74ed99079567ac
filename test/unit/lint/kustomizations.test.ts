import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../../../src/lint/lint.ts';
import { serviceExample, setExample } from '../../../src/lint/examples.ts';
import { Scope } from '../../../src/lint/scope.ts';
import { fileOf } from './support.ts';

const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';

function filesOf(texts: Readonly<Record<string, string>>) {
  return Object.entries(texts).map(([path, text]) => fileOf(text, `file:///w/${path}`));
}

/** What a code finds in the file at `path` beside the others, as the texts that it marks. */
function found(texts: Readonly<Record<string, string>>, path: string, code: string): string[] {
  const files = filesOf(texts);
  const file = files.find(({ uri }) => uri.endsWith(path));
  assert.ok(file);
  return lint(file, files)
    .filter((finding) => finding.code === code)
    .map(({ range }) => file.manifest.text.slice(range.start, range.end));
}

/** The paths of the Services of a name that are meant from the file at `path`. */
function meant(texts: Readonly<Record<string, string>>, path: string, name = 'web'): string[] {
  const files = filesOf(texts);
  const own = files.find(({ uri }) => uri === `file:///w/${path}`);
  assert.ok(own);
  const scope = new Scope(own, files);
  return scope
    .closest(scope.named('Service', undefined, name))
    .map(({ file }) => file.uri.slice('file:///w/'.length));
}

const set = setExample('StatefulSet', { spec: 'serviceName: web' });
const service = serviceExample('web');

test('what the kustomization of a file applies comes before what lies beside it, and before the rest', () => {
  const files = {
    'app/sets/set.yaml': set,
    'app/sets/old-service.yaml': service,
    'app/services/service.yaml': service,
    'other/service.yaml': service,
    'app/kustomization.yaml': `${head}resources:\n- sets/set.yaml\n- ./services/service.yaml\n`,
  };
  assert.deepEqual(meant(files, 'app/sets/set.yaml'), ['app/services/service.yaml']);
  const { 'app/kustomization.yaml': _, ...without } = files;
  assert.deepEqual(meant(without, 'app/sets/set.yaml'), ['app/sets/old-service.yaml']);
});

test('a file of an overlay means what its base has; one of the base, what the overlay adds', () => {
  const files = {
    'base/set.yaml': set,
    'base/kustomization.yaml': 'resources: [set.yaml]\n', // it need not say its kind
    'overlays/dev/service.yaml': service,
    'overlays/dev/kustomization.yaml': `${head}resources:\n- ../../base\n- service.yaml\n`,
    'elsewhere/a.yaml': service,
    'elsewhere/b.yaml': service,
  };
  assert.deepEqual(meant(files, 'base/set.yaml'), ['overlays/dev/service.yaml']);
  const turned = {
    'base/service.yaml': service,
    'base/kustomization.yaml': `${head}resources:\n- service.yaml\n`,
    'dev/patch.yaml': set,
    'dev/kustomization.yaml': `${head}bases:\n- ../base/\npatches:\n- path: patch.yaml\n`,
    'elsewhere/a.yaml': service,
    'elsewhere/b.yaml': service,
  };
  assert.deepEqual(meant(turned, 'dev/patch.yaml'), ['base/service.yaml']);
});

test('the base comes before an overlay, and kustomizations in a circle come to an end', () => {
  const files = {
    'base/set.yaml': set,
    'base/service.yaml': service,
    'base/kustomization.yaml': `${head}resources:\n- set.yaml\n- service.yaml\n- ../dev\n`,
    'dev/service.yaml': service,
    'dev/kustomization.yaml': `${head}resources:\n- ../base\n- service.yaml\nnamespace: dev\n`,
  };
  assert.deepEqual(meant(files, 'base/set.yaml'), ['base/service.yaml', 'dev/service.yaml']);
  const apart = { ...files, 'base/kustomization.yaml': `${head}resources: [set.yaml, service.yaml]\n` };
  assert.deepEqual(meant(apart, 'base/set.yaml'), ['base/service.yaml']);
  const straight = { ...files, 'base/kustomization.yaml': `${head}resources: [set.yaml]\n` };
  assert.deepEqual(meant(straight, 'base/set.yaml'), ['dev/service.yaml']);
});

test('the namespace of a kustomization is that of its resources, the outermost has the last word', () => {
  const files = (namespace: string) => ({
    'base/set.yaml': set,
    'base/kustomization.yaml': `${head}namespace: inner\nnamePrefix: x-\nresources:\n- set.yaml\n`,
    'prod/kustomization.yaml': `${head}namespace: prod\nresources:\n- ../base\n`,
    'service.yaml': service.replace('name: web\n', `name: web\n  namespace: ${namespace}\n`),
  });
  assert.deepEqual(meant(files('prod'), 'base/set.yaml'), ['service.yaml']);
  assert.deepEqual(meant(files('inner'), 'base/set.yaml'), []);
  assert.deepEqual(found(files('inner'), 'base/set.yaml', 'service-missing'), ['web']);
  assert.deepEqual(found(files('prod'), 'base/set.yaml', 'service-missing'), []);
  const two = {
    ...files('inner'),
    'dev/kustomization.yaml': `${head}namespace: inner\nresources: [../base]\n`,
  };
  assert.deepEqual(meant(two, 'base/set.yaml'), ['service.yaml'], 'applied to both');
});

test('a Service is compared with the set of its own kustomization', () => {
  const wrong = service.replace('app: web', 'app: wbe');
  const files = {
    'a/x/service.yaml': wrong,
    'a/y/set.yaml': set,
    'a/kustomization.yaml': `${head}resources: [x/service.yaml, y/set.yaml]\n`,
    'b/service.yaml': service,
    'b/set.yaml': set,
    'b/kustomization.yaml': `${head}resources: [service.yaml, set.yaml]\n`,
  };
  assert.deepEqual(found(files, 'a/x/service.yaml', 'service-selector-mismatch'), ['wbe']);
  assert.deepEqual(found(files, 'b/service.yaml', 'service-selector-mismatch'), []);
});
