import * as l10n from '@vscode/l10n';
import { addressOf, rangeOf } from '../../values/address.ts';

/** What the API server has against an address, as a clause (`validation.IsValidIPForLegacyField`, strict since 1.36). */
export function addressFault(text: string): string | undefined {
  const address = addressOf(text);
  if (!address) return l10n.t('it is no IP address');
  return address.fault && faults[address.fault]();
}

/** What the API server has against a range of addresses, as a clause (`validation.IsValidCIDRForLegacyField`). */
export function rangeFault(text: string): string | undefined {
  const range = rangeOf(text);
  if (!range) return l10n.t('a range is written like 10.0.0.0/8 or 2001:db8::/32');
  return range.fault && faults[range.fault]();
}

const faults = {
  'leading-zeros': () => l10n.t('numbers may not begin with 0'),
  mapped: () => l10n.t('an IPv4 address may not be written as IPv6'),
  'host-bits': () => l10n.t('bits are set beyond its length'),
};
