import * as l10n from '@vscode/l10n';
import type { ScalarNode } from '../../../manifest/nodes.ts';
import { changeMaybe } from '../../fixes.ts';
import { given } from '../../given.ts';
import { nearest } from '../../nearest.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { cronFault, cronWords } from '../../values/cron.ts';
import { cronJobExample } from './examples.ts';

export const cronScheduleInvalid: Rule = {
  code: 'cron-schedule-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['CronJob'],
  docs: {
    title: 'A schedule that can not be read',
    why: `\`schedule\` has five fields: minute, hour, day of month, month, day of week (0–6 or SUN–SAT; 7 is none), each \`*\`, a number, a range or
a list, with \`/step\` if wanted; or it is a word such as \`@daily\`. The time zone goes into \`timeZone\`. The API server refuses others.`,
    bad: cronJobExample('schedule: "0 3 * * 7"'),
    good: cronJobExample('schedule: "0 3 * * 0"'),
  },
  *check(context) {
    for (const { node } of context.typed('CronJobSpec')) {
      const written = given(node, 'schedule');
      if (written?.kind !== 'scalar' || typeof written.value !== 'string' || written.value === '') continue;
      const fault = cronFault(written.value);
      if (fault === undefined) continue;
      yield problemAt(
        written,
        l10n.t('"{0}" is no schedule: {1}. The API server refuses it.', written.value, fault),
        {
          fixes: () => fixes(written, String(written.value)),
        },
      );
    }
  },
};

function fixes(node: ScalarNode, schedule: string) {
  const zone = /^(?:CRON_)?TZ=\S+\s+/.exec(schedule);
  if (zone) return []; // where it goes is another edit: the zone would be lost
  if (schedule.startsWith('@')) return changeMaybe(node, nearest(schedule.toLowerCase(), cronWords));
  const parts = schedule.trim().split(/\s+/);
  // Seconds come first in six fields.
  const five = parts.length === 6 ? parts.slice(1) : parts;
  const days = five[4]?.replace(/^7$/, '0') ?? '';
  const meant = [...five.slice(0, 4), days].join(' ');
  return changeMaybe(node, meant !== schedule && cronFault(meant) === undefined ? meant : undefined);
}
