import { fail } from '../../kernel/fail.ts';

/**
 * Calls an operation that takes what is there with the same settings for the one that is wanted: a
 * stack takes nobody else's. What is there with other settings the operation refuses itself.
 */
export function madeAnew<T>(type: string, isTaken: boolean, create: () => T): T {
  const made = create();
  // https://github.com/aws/aws-cdk/issues/13157
  if (isTaken)
    fail(
      'AlreadyExists',
      `Resource of type '${type}' with identifier 'Idempotency Check Failed' already exists.`,
    );
  return made;
}
