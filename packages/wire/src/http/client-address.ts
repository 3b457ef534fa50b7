import { isIP } from 'node:net';
import { sameText } from '../signature/verify.ts';

/**
 * What the engine's endpoint tells a region's store of the client whose request it hands over. Not
 * `x-amz-*`: those must be signed.
 */
export const CLIENT_ADDRESS_HEADER = 'understudy-client-address';

/** @param token which the endpoint alone shares with the store: nobody else is believed */
export function tellClientAddress(address: string, token: string): string {
  return `${token} ${address}`;
}

/** The client's address; undefined where it is not the endpoint that tells one. */
export function toldClientAddress(
  value: string | undefined,
  token: string | undefined,
): string | undefined {
  if (value === undefined || token === undefined) return undefined;
  const [told = '', address = ''] = value.split(' ');
  return sameText(told, token) && isIP(address) !== 0 ? address : undefined;
}
