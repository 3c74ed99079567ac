const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Below `limit`: whole `unit`s, and what is left in whole `rest`s where `rest` is given. */
interface Step {
  readonly limit: number;
  readonly unit: readonly [ms: number, letter: string];
  readonly rest?: readonly [ms: number, letter: string];
}

const STEPS: readonly Step[] = [
  { limit: 2 * MINUTE, unit: [SECOND, 's'] },
  { limit: 10 * MINUTE, unit: [MINUTE, 'm'], rest: [SECOND, 's'] },
  { limit: 3 * HOUR, unit: [MINUTE, 'm'] },
  { limit: 8 * HOUR, unit: [HOUR, 'h'], rest: [MINUTE, 'm'] },
  { limit: 2 * DAY, unit: [HOUR, 'h'] },
  { limit: 8 * DAY, unit: [DAY, 'd'], rest: [HOUR, 'h'] },
  { limit: 2 * YEAR, unit: [DAY, 'd'] },
  { limit: 8 * YEAR, unit: [YEAR, 'y'], rest: [DAY, 'd'] },
  { limit: Infinity, unit: [YEAR, 'y'] },
];

/** A duration in ms as kubectl's AGE prints it: `95s`, `5m10s`, `3h`, `7d4h` (HumanDuration of k8s.io/apimachinery). */
export function formatDuration(ms: number): string {
  if (ms <= -2 * SECOND) return '<invalid>';
  if (ms < 0) return '0s';
  const { unit, rest } = STEPS.find((step) => ms < step.limit) as Step;
  const whole = Math.floor(ms / unit[0]);
  const left = rest ? Math.floor((ms - whole * unit[0]) / rest[0]) : 0;
  return rest && left > 0 ? `${whole}${unit[1]}${left}${rest[1]}` : `${whole}${unit[1]}`;
}
