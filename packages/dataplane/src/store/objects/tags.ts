import { AwsError } from '@understudy/wire';
import { TAG_KEY_CHARACTERS_MAX, TAG_VALUE_CHARACTERS_MAX } from '../bounds.ts';
import { invalidArgument } from '../errors.ts';
import type { Tag } from '../model.ts';

/** As they come in XML, checked. */
export function checkTags(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[],
  options: { tagsMax: number; of: 'Object' | 'Bucket' },
): Tag[] {
  if (tags.length > options.tagsMax)
    throw new AwsError({
      code: 'BadRequest',
      message: `${options.of} tags cannot be greater than ${options.tagsMax}`,
    });
  const seen = new Set<string>();
  return tags.map(({ Key: key = '', Value: value = '' }) => {
    if (key === '' || key.length > TAG_KEY_CHARACTERS_MAX || key.startsWith('aws:'))
      throw invalidTag('The TagKey you have provided is invalid');
    if (value.length > TAG_VALUE_CHARACTERS_MAX)
      throw invalidTag('The TagValue you have provided is invalid');
    if (seen.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key');
    seen.add(key);
    return { Key: key, Value: value };
  });
}

/** As they come in `x-amz-tagging`: URL query parameters. */
export function parseTaggingHeader(header: string): { Key: string; Value: string }[] {
  try {
    return header
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [key = '', ...value] = pair.split('=');
        return { Key: decode(key), Value: decode(value.join('=')) };
      });
  } catch {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters " +
        'without tag name duplicates.',
      { name: 'x-amz-tagging', value: header },
    );
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function invalidTag(message: string): AwsError {
  return new AwsError({ code: 'InvalidTag', message });
}
