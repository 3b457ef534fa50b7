/**
 * What is left for the encoded text of one word: 75 characters are the most (RFC 2047, section 2),
 * and `=?UTF-8?B?` with `?=` are 12 of them.
 */
const TEXT_CHARACTERS_MAX = 63;

/**
 * A value of user metadata as S3 gives it back: as it is where it is US-ASCII, else in words of
 * RFC 2047. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 *
 * Its example is base64 of the header's bytes taken for Latin-1 and written as UTF-8, and has more
 * characters beyond ASCII than in it. Of mostly ASCII it makes quoted text, and several words of a
 * long value (https://github.com/aws-amplify/aws-sdk-ios/issues/241).
 */
export function mailSafe(value: string): string {
  const characters = [...value];
  const foreign = characters.filter((character) => !isPlain(character)).length;
  if (foreign === 0) return value;
  const isQuoted = characters.length - foreign > foreign;
  return words(characters, isQuoted).join(' ');
}

function words(characters: readonly string[], isQuoted: boolean): string[] {
  const bytes = Buffer.from(characters.join(''), 'utf8');
  const text = isQuoted ? quoted(bytes) : bytes.toString('base64');
  if (text.length <= TEXT_CHARACTERS_MAX || characters.length === 1)
    return [`=?UTF-8?${isQuoted ? 'Q' : 'B'}?${text}?=`];
  const half = characters.length >> 1;
  const [before, after] = [characters.slice(0, half), characters.slice(half)];
  return [...words(before, isQuoted), ...words(after, isQuoted)];
}

/** https://www.rfc-editor.org/rfc/rfc2047#section-4.2 */
function quoted(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (character === ' ') return '_';
      if (byte > 0x20 && byte < 0x7f && !'=_?'.includes(character)) return character;
      return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function isPlain(character: string): boolean {
  return /^[\t\r\n\x20-\x7e]$/.test(character);
}
