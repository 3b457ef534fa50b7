/** HTML that is safe to put into a page: only `markup` makes it. */
export interface Markup {
  readonly html: string;
}

export type Piece = Markup | string | number | readonly Markup[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What stands between the tags is escaped unless it was made here: so no text can become a tag. */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const html = strings.reduce((written, text, index) => {
    const piece = pieces[index - 1];
    return `${written}${piece === undefined ? '' : htmlOf(piece)}${text}`;
  });
  return { html };
}

export const nothing: Markup = { html: '' };

export function when(is: boolean, piece: () => Markup): Markup {
  return is ? piece() : nothing;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

function htmlOf(piece: Piece): string {
  if (typeof piece === 'number') return String(coordinate(piece));
  if (typeof piece === 'string') return escapeHtml(piece);
  return 'html' in piece ? piece.html : piece.map(({ html }) => html).join('');
}

/** Browsers draw nothing where one coordinate is no number; two digits are enough for an eye. */
export function coordinate(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 100) / 100 : 0;
}
