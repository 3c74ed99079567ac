import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { within } from '../../fields/typed.ts';
import { withKey } from '../../fixes.ts';
import { integerIn } from '../../given.ts';
import { runsHooks } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';

const example = (seconds: number): string =>
  setExample('StatefulSet', {
    pod: 'terminationGracePeriodSeconds: 60\n',
    container: `lifecycle:\n  preStop:\n    sleep:\n      seconds: ${seconds}\n`,
  });

export const sleepTooLong: Rule = {
  code: 'sleep-too-long',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "A hook sleeps longer than the pod's grace period",
    why: `A \`sleep\` of a hook may not be negative, nor longer than \`terminationGracePeriodSeconds\` of the pod, which is 30 seconds where
it is not set: the API server refuses it. Leave some of the time for the container itself to stop.`,
    bad: example(90),
    good: example(20),
  },
  *check(context) {
    for (const sleep of context.typed('SleepAction')) {
      if (!runsHooks(sleep)) continue;
      const pod = within(sleep, 'PodSpec')?.node;
      const seconds = integerIn(sleep.node, 'seconds', 0);
      const grace = integerIn(pod, 'terminationGracePeriodSeconds', context.partial ? Infinity : 30);
      if (!pod || seconds === undefined || grace === undefined || (seconds >= 0 && seconds <= grace))
        continue;
      const fixes = (): readonly Fix[] => {
        const more = seconds + 30;
        const { text } = context.file.manifest;
        return seconds < 0 || more > 3600 ? [] : [withKey(text, pod, 'terminationGracePeriodSeconds', more)];
      };
      yield problemAt(
        scalarAt(sleep.node, 'seconds') ?? sleep.node,
        seconds < 0
          ? l10n.t('A sleep of {0} seconds is refused by the API server.', seconds)
          : l10n.t(
              'A sleep of {0} seconds is longer than the grace period of {1} seconds: the API server refuses it.',
              seconds,
              grace,
            ),
        { fixes },
      );
    }
  },
};
