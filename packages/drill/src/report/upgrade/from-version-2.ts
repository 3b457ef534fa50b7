import { isJsonObject } from '@understudy/contract';

/** Version 3 has a verdict more, and nothing less. */
export function fromVersion2(value: unknown): unknown {
  return isJsonObject(value) ? { ...value, version: 3 } : value;
}
