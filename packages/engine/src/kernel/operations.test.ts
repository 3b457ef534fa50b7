import { describe, expect, expectTypeOf, test } from 'vitest';
import { bindOperations, mergeOperations, operation } from './operations.ts';
import type { RequestContext } from './service.ts';
import { testRequest } from './kernel.fixture.ts';

interface Shelf {
  books: string[];
}

const books = {
  AddBook: operation(addBook, { accepts: ['Title'] }),
  ListBooks: operation(listBooks),
};

function addBook(
  shelf: Shelf,
  { region }: RequestContext,
  input: { Title?: string; Cover?: string; Marks?: string[] },
): { Id: string } {
  shelf.books.push(input.Title ?? '');
  return { Id: `${region}/${shelf.books.length}` };
}

function listBooks(shelf: Shelf): string[] {
  return shelf.books;
}

describe('a table of operations', () => {
  test('is bound to what the service keeps', () => {
    const bound = bindOperations({ books: ['a'] }, books);
    expect(bound.AddBook(testRequest('us-east-1'), { Title: 'b' })).toEqual({ Id: 'us-east-1/2' });
    expect(bound.ListBooks(testRequest(), {})).toEqual(['a', 'b']);
    expectTypeOf(bound.AddBook).returns.toEqualTypeOf<{ Id: string }>();
  });

  test('refuses by name what it does not accept, before the operation is called', () => {
    const shelf: Shelf = { books: [] };
    const { AddBook } = bindOperations(shelf, books);
    expect(() => AddBook(testRequest(), { Title: 'b', Cover: 'red' })).toThrow(
      'The parameter Cover of AddBook is not supported by this engine.',
    );
    expect(shelf.books).toEqual([]);
    AddBook(testRequest(), { Title: 'b', Marks: [] });
    expect(shelf.books).toEqual(['b']);
  });

  test('accepts only members that the input has', () => {
    // @ts-expect-error The input has no Author.
    operation(addBook, { accepts: ['Author'] });
  });

  test('does not lose a name that is in two tables', () => {
    expect(Object.keys(mergeOperations(books, { Burn: operation(listBooks) }))).toHaveLength(3);
    expect(() => mergeOperations(books, { AddBook: operation(listBooks) })).toThrow(
      'the operation AddBook is in two tables',
    );
  });
});
