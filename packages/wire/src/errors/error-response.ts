import type { Protocol, ServiceTraits, WireResponse } from '../types.ts';
import { ErrorNames } from './error-names.ts';
import { renderError } from './render-error.ts';

const NO_NAMES = new ErrorNames(new Map());

/** An error's answer for a request that was refused before its service's codec was needed. */
export function errorResponse(
  error: unknown,
  context: {
    traits: ServiceTraits;
    protocol: Protocol;
    requestId: string;
    resource: string;
    method: string;
  },
): WireResponse {
  return renderError(error, { ...context, names: NO_NAMES });
}
