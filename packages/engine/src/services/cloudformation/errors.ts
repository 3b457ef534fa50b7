import { AwsError } from '@understudy/wire';

// Wordings are those of AWS's own answers; clients match on several of them (the CDK toolkit on
// `does not exist`, `No updates are to be performed.` and `ChangeSetNotFound`).
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html

export function validationError(message: string): AwsError {
  return new AwsError({ code: 'ValidationError', message });
}

export function templateFormatError(message: string): AwsError {
  return validationError(`Template format error: ${message}`);
}

export function templateError(message: string): AwsError {
  return validationError(`Template error: ${message}`);
}

/** Of SSM's parameters, for parameter types and dynamic references. */
export function parametersMissing(names: readonly string[]): AwsError {
  return validationError(
    `Unable to fetch parameters [${names.join(',')}] from parameter store for this account.`,
  );
}

export function stackMissing(nameOrId: string): AwsError {
  return validationError(`Stack with id ${nameOrId} does not exist`);
}

/** The wording of the operations that read a stack's events, resources and change sets. */
export function stackMissingInBrackets(nameOrId: string): AwsError {
  return validationError(`Stack [${nameOrId}] does not exist`);
}

export function stackExists(name: string): AwsError {
  return new AwsError({
    code: 'AlreadyExistsException',
    message: `Stack [${name}] already exists`,
  });
}

export function changeSetMissing(nameOrId: string): AwsError {
  return new AwsError({
    code: 'ChangeSetNotFound',
    message: `ChangeSet [${nameOrId}] does not exist`,
    status: 404,
  });
}

export function invalidChangeSetStatus(message: string): AwsError {
  return new AwsError({ code: 'InvalidChangeSetStatus', message });
}

export function insufficientCapabilities(capabilities: readonly string[]): AwsError {
  return new AwsError({
    code: 'InsufficientCapabilitiesException',
    message: `Requires capabilities : [${capabilities.join(', ')}]`,
  });
}
