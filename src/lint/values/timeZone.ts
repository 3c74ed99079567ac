/** Whether a name is a time zone as Go has it: the names of the IANA database, in their own case. */
export function isTimeZone(name: string): boolean {
  const parts = name.split('/');
  if (parts.some((part) => part === '.' || part === '..' || !/^(?!-)[A-Za-z._0-9+-]{1,14}$/.test(part)))
    return false;
  if (name.toLowerCase() === 'local') return false;
  const known = knownAs(name);
  return known !== undefined && (known === name || known.toLowerCase() !== name.toLowerCase());
}

/** The zone's own name, where another case of it is meant. */
export function meantTimeZone(name: string): string | undefined {
  const known = knownAs(name.trim().replaceAll(' ', '_'));
  return known !== undefined && known !== name ? known : undefined;
}

function knownAs(name: string): string | undefined {
  // Offsets are zones for JavaScript alone.
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // its way to say that it knows none of this name
    throw error;
  }
}
