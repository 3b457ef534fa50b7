import type { ByteRange } from '../range/range.ts';

/** Of one object. */
const PIECES_MAX = 64;

interface Piece {
  start: number;
  data: Buffer;
}

/** Parts of an object's body that are kept while the whole is not; never changed once made. */
export class Pieces {
  /** Of the whole body. */
  readonly total: number;
  /** Bytes kept. */
  readonly length: number;
  /** The latest last; none touches another. */
  readonly #pieces: readonly Piece[];

  constructor(total: number, pieces: readonly Piece[] = []) {
    this.total = total;
    this.#pieces = pieces;
    this.length = bytesOf(pieces);
  }

  /** The bytes of a range, if all of them are here. */
  slice({ start, end }: ByteRange): Buffer | undefined {
    const piece = this.#pieces.find(
      (one) => one.start <= start && end < one.start + one.data.length,
    );
    return piece?.data.subarray(start - piece.start, end + 1 - piece.start);
  }

  /** All of the body, if it has come together. */
  get whole(): Buffer | undefined {
    return this.slice({ start: 0, end: this.total - 1 });
  }

  /**
   * With one more; what it touches is joined to it, and the oldest go when there would be too much.
   */
  with(added: Piece, bytesMax: number): Pieces {
    const isApart = ({ start, data }: Piece): boolean =>
      start + data.length < added.start || added.start + added.data.length < start;
    const touched = this.#pieces.filter((piece) => !isApart(piece));
    const pieces = [...this.#pieces.filter(isApart), joined(touched, added)];
    let bytes = bytesOf(pieces);
    while (pieces.length > 1 && (pieces.length > PIECES_MAX || bytes > bytesMax))
      bytes -= pieces.shift()?.data.length ?? 0;
    return new Pieces(this.total, bytes > bytesMax ? [added] : pieces);
  }
}

function bytesOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { data }) => sum + data.length, 0);
}

function joined(touched: readonly Piece[], added: Piece): Piece {
  if (touched.length === 0) return added;
  const ends = [...touched, added].map(({ start, data }) => start + data.length);
  const start = Math.min(added.start, ...touched.map((piece) => piece.start));
  const data = Buffer.allocUnsafe(Math.max(...ends) - start);
  for (const piece of [...touched, added]) piece.data.copy(data, piece.start - start);
  return { start, data };
}
