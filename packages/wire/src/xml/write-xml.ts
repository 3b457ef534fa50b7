export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** `content` is XML already; attributes are escaped here. */
export function element(name: string, content: string, attributes = ''): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

export function textElement(name: string, text: string): string {
  return element(name, escapeXml(text));
}

export function attribute(name: string, value: string): string {
  return ` ${name}="${escapeXml(value)}"`;
}

// A bare carriage return would come back as a line feed (https://www.w3.org/TR/xml/#sec-line-
// ends), and readers that drop white space between elements must not drop a value that is nothing
// but a line feed.
const ESCAPED = /[&<>"'\r\n\u0085\u2028]/;
const ESCAPED_ALL = new RegExp(ESCAPED, 'g');
// What XML 1.0 cannot carry at all (https://www.w3.org/TR/xml/#charsets).
const UNCARRIABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

export function escapeXml(text: string): string {
  const carriable = text.replace(UNCARRIABLE, '\uFFFD');
  if (!ESCAPED.test(carriable)) return carriable;
  return carriable.replace(ESCAPED_ALL, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#x0D;',
  '\n': '&#x0A;',
  '\u0085': '&#x85;',
  '\u2028': '&#x2028;',
};
