/**
 * Breaks a text between words, so that each line has at most so many columns; a word that is longer
 * stays whole, for it may have to be copied. What stands in single quotes is a command: it begins a
 * line of its own rather than being broken where it would have fitted one.
 */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of piecesOf(text, columns)) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** Words, and commands in quotes as one where a line can hold them. */
function piecesOf(text: string, columns: number): string[] {
  const pieces = text.match(/'[^']*'[^\s']*|\S+/g) ?? [];
  return pieces.flatMap((piece) => (piece.length > columns ? piece.split(/\s+/) : [piece]));
}
