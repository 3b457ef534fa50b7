import { Malformed } from '../malformed.ts';

/**
 * An element with its character data; prefixes stay in names (`xsi:type`), namespaces are not
 * resolved.
 */
export interface XmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: XmlElement[];
  text: string;
}

/** Deeper than any AWS document; a bound against stack exhaustion. */
const DEPTH_MAX = 64;

/**
 * Reads one XML 1.0 document. Document types are refused: nothing needs them and entities in them
 * are attacks.
 */
export function readXml(source: string): XmlElement {
  const reader = new XmlReader(source.replace(/^\uFEFF/, ''));
  return reader.document();
}

const NAME = /[^\s/>=<"'&]+/y;
const ATTRIBUTE = /\s+([^\s/>=<"'&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;
const CLOSING = /<\/([^\s/>=<"'&]+)\s*>/y;
const REFERENCE = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-z]{2,4}));|&/g;
const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

class XmlReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    // https://www.w3.org/TR/xml/#sec-line-ends
    this.#source = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  }

  document(): XmlElement {
    this.#skipMisc();
    const root = this.#element(1);
    this.#skipMisc();
    if (this.#at < this.#source.length) throw notWellFormed('content after the root element');
    return root;
  }

  #element(depth: number): XmlElement {
    if (depth > DEPTH_MAX) throw notWellFormed(`elements nest deeper than ${DEPTH_MAX}`);
    if (this.#source[this.#at] !== '<') throw notWellFormed('an element is expected');
    this.#at += 1;
    const name = this.#match(NAME)?.[0];
    if (name === undefined || /^[!?]/.test(name)) throw notWellFormed('an element is expected');
    const element: XmlElement = { name, attributes: this.#attributes(), children: [], text: '' };
    const end = this.#match(TAG_END);
    if (end === undefined) throw notWellFormed(`the tag <${name}> does not end`);
    if (end[1] !== '/') this.#content(element, depth);
    return element;
  }

  #attributes(): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (let found = this.#match(ATTRIBUTE); found; found = this.#match(ATTRIBUTE))
      attributes.set(found[1] ?? '', unescapeXml(found[2] ?? found[3] ?? ''));
    return attributes;
  }

  #content(element: XmlElement, depth: number): void {
    for (;;) {
      const next = this.#source.indexOf('<', this.#at);
      if (next < 0) throw notWellFormed(`<${element.name}> is not closed`);
      if (next > this.#at) element.text += unescapeXml(this.#source.slice(this.#at, next));
      this.#at = next;
      if (this.#source.startsWith('</', next)) {
        const closing = this.#match(CLOSING)?.[1];
        if (closing !== element.name) throw notWellFormed(`<${element.name}> is not closed`);
        return;
      }
      if (this.#source.startsWith('<![CDATA[', next)) {
        this.#at += '<![CDATA['.length;
        element.text += this.#upTo(']]>');
      } else if (!this.#skipComment()) element.children.push(this.#element(depth + 1));
    }
  }

  #skipMisc(): void {
    do this.#match(/\s*/y);
    while (this.#skipComment());
  }

  /** A comment or a processing instruction. */
  #skipComment(): boolean {
    if (this.#source.startsWith('<!--', this.#at)) this.#upTo('-->');
    else if (this.#source.startsWith('<?', this.#at)) this.#upTo('?>');
    else return false;
    return true;
  }

  #upTo(end: string): string {
    const found = this.#source.indexOf(end, this.#at);
    if (found < 0) throw notWellFormed(`'${end}' is missing`);
    const text = this.#source.slice(this.#at, found);
    this.#at = found + end.length;
    return text;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }
}

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (reference, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) {
      const entity = ENTITIES.get(name);
      if (entity !== undefined) return entity;
    }
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (!(code > 0 && code <= 0x10ffff)) throw notWellFormed(`'${reference}' stands for nothing`);
    return String.fromCodePoint(code);
  });
}

function notWellFormed(reason: string): Malformed {
  return new Malformed(`The XML is not well-formed: ${reason}`);
}
