import type {
  EncryptionConfiguration,
  ImageTagMutabilityExclusionFilter,
  Tag,
} from '@aws-sdk/client-ecr';
import { fail } from '../../kernel/fail.ts';
import { withMembers } from '../../kernel/state/own.ts';
import { ENCRYPTION_TYPES, MUTABILITIES, type RepositoryRecord } from './records.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const NAME_CHARACTERS = { min: 2, max: 256 } as const;
const NAME_PATTERN = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*';
const NAME = new RegExp(`^${NAME_PATTERN}$`);
const EXCLUSION_FILTERS_MAX = 5;
const TAGS_MAX = 50;
const TAG_KEY_CHARACTERS_MAX = 128;
const TAG_VALUE_CHARACTERS_MAX = 256;

/**
 * The wording is in https://github.com/aws/aws-dotnet-deploy/issues/549, the pattern's in
 * …/localstack/localstack/issues/8051.
 */
export function checkRepositoryName(name: string | undefined): string {
  if (name === undefined || name.length < NAME_CHARACTERS.min)
    return failInvalid(
      'repositoryName',
      `must have length greater than or equal to ${NAME_CHARACTERS.min}`,
    );
  if (name.length > NAME_CHARACTERS.max)
    return failInvalid(
      'repositoryName',
      `must have length less than or equal to ${NAME_CHARACTERS.max}`,
    );
  if (!NAME.test(name))
    return failInvalid('repositoryName', `must satisfy regular expression '${NAME_PATTERN}'`);
  return name;
}

/** An account has one registry, and the engine one account. */
export function checkRegistry(account: string, registryId: string | undefined): void {
  if (registryId !== undefined && registryId !== account)
    fail(
      'InvalidParameterException',
      `The registry with id '${registryId}' is not known to this engine, whose account is ${account}.`,
    );
}

export function checkedMutability(value: string | undefined): RepositoryRecord['tagMutability'] {
  const asked = value ?? 'MUTABLE';
  return (
    MUTABILITIES.find((known) => known === asked) ??
    failInvalid('imageTagMutability', `must satisfy enum value set: [${MUTABILITIES.join(', ')}]`)
  );
}

export function checkedEncryption(
  given: EncryptionConfiguration | undefined,
): RepositoryRecord['encryption'] {
  const { encryptionType: asked = 'AES256', kmsKey } = given ?? {};
  const encryptionType =
    ENCRYPTION_TYPES.find((known) => known === asked) ??
    failInvalid('encryptionType', `must satisfy enum value set: [${ENCRYPTION_TYPES.join(', ')}]`);
  return { encryptionType, ...(kmsKey === undefined ? {} : { kmsKey }) };
}

export function checkedExclusions(
  filters: readonly ImageTagMutabilityExclusionFilter[] | undefined,
  mutability: RepositoryRecord['tagMutability'],
): RepositoryRecord['exclusionFilters'] {
  const checked = (filters ?? []).map(({ filter = '' }) => ({
    ...{ filterType: 'WILDCARD' as const, filter },
  }));
  if (checked.length > EXCLUSION_FILTERS_MAX)
    return failInvalid(
      'imageTagMutabilityExclusionFilters',
      `must have length less than or equal to ${EXCLUSION_FILTERS_MAX}`,
    );
  if (checked.length > 0 !== mutability.endsWith('_WITH_EXCLUSION'))
    return fail(
      'InvalidParameterException',
      `Image tag mutability exclusion filters are given with MUTABLE_WITH_EXCLUSION and IMMUTABLE_WITH_EXCLUSION only, and not with ${mutability}.`,
    );
  return checked;
}

/** What the tags are once these have been given. */
export function checkedTags(
  before: Readonly<Record<string, string>>,
  given: readonly Tag[] | undefined,
): Record<string, string> {
  const added = (given ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
  if (
    added.some(
      ([key, value]) =>
        key === '' ||
        key.length > TAG_KEY_CHARACTERS_MAX ||
        value.length > TAG_VALUE_CHARACTERS_MAX,
    )
  )
    fail(
      'InvalidTagParameterException',
      'An invalid parameter has been specified. Tag keys can have a maximum character length of 128 characters, and tag values can have a maximum length of 256 characters.',
    );
  const tags = withMembers(before, added);
  if (Object.keys(tags).length > TAGS_MAX)
    fail(
      'TooManyTagsException',
      'The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is 50.',
    );
  return tags;
}

export function failInvalid(parameter: string, constraint: string): never {
  return fail(
    'InvalidParameterException',
    `Invalid parameter at '${parameter}' failed to satisfy constraint: '${constraint}'`,
  );
}
