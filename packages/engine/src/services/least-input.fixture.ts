import type { Member, Shape } from '@understudy/wire/testing';

/**
 * The least that an operation's shape takes: its required members, each with some value of its
 * kind.
 */
export function leastInput(
  input: Shape,
  values: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const required = input.members.filter((member) => member.required);
  const least: Record<string, unknown> = Object.fromEntries(
    required.map((member) => [member.name, values[member.name] ?? someValue(member)]),
  );
  // CloudFront's lists say how long they are.
  const { Items: items } = least;
  const counted = 'Quantity' in least && { Quantity: Array.isArray(items) ? items.length : 0 };
  return { ...least, ...counted };
}

function someValue({ shape }: Pick<Member, 'shape'>): unknown {
  switch (shape.kind) {
    case 'string':
      return 'x-1';
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'timestamp':
      return new Date(0);
    case 'list':
      return [someValue({ shape: shape.value })];
    case 'structure':
      return leastInput(shape);
    default:
      return {};
  }
}
