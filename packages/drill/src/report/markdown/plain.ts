/**
 * Text that Markdown leaves as it is, on one line: each character that it gives a meaning to stands
 * behind a backslash. https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~#@]/g, (character) =>
      // A name that is told of a pull request by accident cannot be taken back.
      character === '@' ? '@&#8203;' : `\\${character}`,
    );
}
