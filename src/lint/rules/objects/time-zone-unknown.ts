import * as l10n from '@vscode/l10n';
import { changeMaybe } from '../../fixes.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { isTimeZone, meantTimeZone } from '../../values/timeZone.ts';
import { cronJobExample } from './examples.ts';

export const timeZoneUnknown: Rule = {
  code: 'time-zone-unknown',
  severity: 'error',
  basis: 'api',
  kinds: ['CronJob'],
  docs: {
    title: 'A time zone that nobody knows',
    why: `\`timeZone\` is a name of the IANA database, such as \`Europe/Berlin\` or \`Etc/UTC\`, in its own upper and lower case; offsets and
\`Local\` are none. The API server refuses others. Without it, schedules are in the time of the controller, which is mostly UTC.`,
    bad: cronJobExample('schedule: "0 3 * * *"\ntimeZone: europe/berlin'),
    good: cronJobExample('schedule: "0 3 * * *"\ntimeZone: Europe/Berlin'),
  },
  *check(context) {
    for (const { node } of context.typed('CronJobSpec')) {
      const written = given(node, 'timeZone');
      if (written?.kind !== 'scalar' || typeof written.value !== 'string' || isTimeZone(written.value))
        continue;
      const { value } = written;
      yield problemAt(written, l10n.t('"{0}" is no time zone: the API server refuses it.', value), {
        fixes: () => changeMaybe(written, meantTimeZone(value)),
      });
    }
  },
};
