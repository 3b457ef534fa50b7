/**
 * Does the rest of a creation, and takes the beginning back when it fails: CloudFormation knows
 * nothing to remove until `create` has returned.
 */
export async function undoing<T>(undo: () => unknown, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await undo();
    throw error;
  }
}
