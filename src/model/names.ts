/** A name at its last `-` and digits: pod `web-12` → parent `web`, ordinal 12; claim `data-web-12` → parent `data-web`. */
export interface SlotName {
  readonly parent: string;
  readonly ordinal: number;
}

// The controller reads an int32 (pkg/controller/statefulset/stateful_set_utils.go); more digits are no ordinal.
const ORDINAL = /^(.+)-(\d{1,10})$/;

/** Splits the name of a pod or of a claim; undefined where it does not end in an ordinal. */
export function parseSlotName(name: string): SlotName | undefined {
  const match = ORDINAL.exec(name);
  if (!match) return undefined;
  const ordinal = Number(match[2]);
  return ordinal > 2_147_483_647 ? undefined : { parent: match[1] as string, ordinal };
}

/** The ordinal of the pod `name` in the set named `set`; undefined where the name is not one of that set's. */
export function parseOrdinal(set: string, name: string): number | undefined {
  const slot = parseSlotName(name);
  return slot?.parent === set ? slot.ordinal : undefined;
}

/** The pod's name at an ordinal. */
export function podName(set: string, ordinal: number): string {
  return `${set}-${ordinal}`;
}

/** What a claim's name is before its ordinal: `data-web` for template `data` of set `web`. */
export function claimBase(template: string, set: string): string {
  return `${template}-${set}`;
}

/** The claim's name of a template at an ordinal. */
export function claimName(template: string, set: string, ordinal: number): string {
  return `${template}-${set}-${ordinal}`;
}

const collator = new Intl.Collator('en', { numeric: true });

/** As people count: `node-2` before `node-10`. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
