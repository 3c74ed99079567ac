/** A table by `Type.field` as one by type, then by field. */
export function tablesIn<T>(table: ReadonlyMap<string, T>): ReadonlyMap<string, ReadonlyMap<string, T>> {
  const types = new Map<string, Map<string, T>>();
  for (const [name, value] of table) {
    const [type = '', field = ''] = name.split('.');
    let fields = types.get(type);
    if (!fields) types.set(type, (fields = new Map<string, T>()));
    fields.set(field, value);
  }
  return types;
}
