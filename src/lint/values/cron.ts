import * as l10n from '@vscode/l10n';

// Schedules as github.com/robfig/cron's `ParseStandard` reads them: five fields, or a word with `@`.

interface Field {
  readonly name: () => string;
  readonly least: number;
  readonly most: number;
  readonly words: readonly string[];
}

const fields: readonly Field[] = [
  { name: () => l10n.t('minute'), least: 0, most: 59, words: [] },
  { name: () => l10n.t('hour'), least: 0, most: 23, words: [] },
  { name: () => l10n.t('day of month'), least: 1, most: 31, words: [] },
  {
    name: () => l10n.t('month'),
    least: 1,
    most: 12,
    words: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  {
    name: () => l10n.t('day of week'),
    least: 0,
    most: 6,
    words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  },
];

export const cronWords = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const duration = /^[-+]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** What is wrong with a schedule, as a clause; undefined for a good one. */
export function cronFault(schedule: string): string | undefined {
  // A zone has a field of its own (`validateScheduleFormat`).
  if (schedule.includes('TZ')) return l10n.t('the time zone belongs into timeZone');
  if (schedule.startsWith('@')) return wordFault(schedule);
  const parts = schedule.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== 5) {
    return l10n.t(
      'it has {0} fields, 5 are wanted: minute, hour, day of month, month, day of week',
      parts.length,
    );
  }
  for (const [i, field] of fields.entries()) {
    for (const range of (parts[i] ?? '').split(',')) {
      const fault = range === '' ? undefined : rangeFault(range, field);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function wordFault(schedule: string): string | undefined {
  if (cronWords.includes(schedule)) return undefined;
  if (!schedule.startsWith('@every ')) return l10n.t('{0} is none of {1}', schedule, cronWords.join(', '));
  return duration.test(schedule.slice('@every '.length))
    ? undefined
    : l10n.t('{0} is no length of time such as 1h30m', schedule.slice('@every '.length));
}

/** `*`, `5`, `1-5`, any of them with `/step`. */
function rangeFault(range: string, field: Field): string | undefined {
  const parts = range.split('/');
  const step = parts.length === 2 ? plainNumber(parts[1] ?? '') : 1;
  const ends = endsOf(parts[0] ?? '', field, parts.length === 2);
  if (parts.length > 2 || !ends || step === undefined || step === 0) {
    return l10n.t('"{0}" can not be read as {1}', range, field.name());
  }
  const [start, end] = ends;
  if (start < field.least || end > field.most) {
    return l10n.t('{0} in "{1}" goes from {2} to {3}', field.name(), range, field.least, field.most);
  }
  return start > end ? l10n.t('"{0}" ends before it begins', range) : undefined;
}

/** What follows a star is not looked at; a number with a step goes on to the end. */
function endsOf(text: string, field: Field, stepped: boolean): readonly [number, number] | undefined {
  const ends = text.split('-');
  if (ends[0] === '*' || ends[0] === '?') return [field.least, field.most];
  const start = numberOf(ends[0] ?? '', field);
  const end = stepped && ends.length === 1 ? field.most : numberOf(ends.at(-1) ?? '', field);
  return start === undefined || end === undefined || ends.length > 2 ? undefined : [start, end];
}

function plainNumber(text: string): number | undefined {
  return /^\+?[0-9]{1,18}$/.test(text) ? Number(text) : undefined;
}

function numberOf(text: string, { words }: Field): number | undefined {
  const word = text === '' ? -1 : words.indexOf(text.toLowerCase());
  return word >= 0 ? word : plainNumber(text);
}
