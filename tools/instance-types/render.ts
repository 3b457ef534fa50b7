import { _InstanceType } from '@aws-sdk/client-ec2';

/** The instance types that the EC2 client knows, a line a family, as a module of TypeScript. */
export function renderInstanceTypes(): string {
  const families = new Map<string, string[]>();
  for (const type of Object.values(_InstanceType)) {
    const [family = '', size = ''] = type.split('.');
    families.set(family, [...(families.get(family) ?? []), size]);
  }
  const lines = [...families]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([family, sizes]) => `  '${family}': '${sizes.sort().join(' ')}',`);
  return [
    '// Written by tools/instance-types/main.ts from the EC2 client; not by hand.',
    '// tidy: long because it is one table.',
    '// prettier-ignore',
    '/** The sizes of each family of instance types. */',
    'export const INSTANCE_TYPES: Readonly<Record<string, string>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}
