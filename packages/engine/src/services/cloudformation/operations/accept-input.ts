import { fail } from '../../../kernel/fail.ts';
import { validationError } from '../errors.ts';

/** Modes that change how an operation goes; EXPRESS would answer before resources are stable. */
export function disableRollbackOf(input: {
  DisableRollback?: boolean | undefined;
  DeploymentConfig?:
    { Mode?: string | undefined; DisableRollback?: boolean | undefined } | undefined;
}): boolean {
  const mode = input.DeploymentConfig?.Mode ?? 'STANDARD';
  if (mode !== 'STANDARD')
    fail('UnsupportedOperation', `The deployment mode ${mode} is not supported by this engine.`);
  return input.DisableRollback ?? input.DeploymentConfig?.DisableRollback ?? false;
}

export function onFailureOf(input: {
  OnFailure?: string | undefined;
  DisableRollback?: boolean | undefined;
}): 'ROLLBACK' | 'DELETE' | 'DO_NOTHING' {
  const { OnFailure: onFailure } = input;
  if (onFailure !== undefined && input.DisableRollback !== undefined)
    throw validationError('You can specify either DisableRollback or OnFailure, but not both.');
  return onFailure === 'DELETE' || onFailure === 'DO_NOTHING' ? onFailure : 'ROLLBACK';
}
