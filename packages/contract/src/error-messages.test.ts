import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, type ErrorCode } from './error-catalogue.ts';

const packages = path.resolve(import.meta.dirname, '../..');

const repository = path.resolve(packages, '..');

interface Thrown {
  where: string;
  code: string;
  /** The message's literal, placeholders as they are written. */
  message: string | undefined;
}

/** Every place in the product that makes an error of ours. */
function thrownErrors(): Thrown[] {
  return readdirSync(packages).flatMap((name) => {
    const source = path.join(packages, name, 'src');
    return readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => errorsOf(path.join(name, 'src', file)));
  });
}

function errorsOf(file: string): Thrown[] {
  const text = readFileSync(path.join(packages, file), 'utf8');
  const made = /new UnderstudyError\(\s*'(?<code>\w+)'(?<details>(?:(?!new UnderstudyError)[^])*)/g;
  return [...text.matchAll(made)].map((match) => ({
    where: file,
    code: match.groups?.['code'] ?? '',
    message: /^,\s*\{\s*message:\s*(?:'(?<single>[^']*)'|"(?<double>[^"]*)"|`(?<template>[^`]*)`)/
      .exec(match.groups?.['details'] ?? '')
      ?.slice(1)
      .find((part) => part !== undefined),
  }));
}

/** The tests of what the product does: those of the catalogue itself, here, provoke nothing. */
function testsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !/(^|\/)contract\/|node_modules/.test(file))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
}

const thrown = thrownErrors();

describe('errors that the product makes', () => {
  test('are found by this test', () => {
    expect(thrown.length).toBeGreaterThan(20);
  });

  test('have no code that is not in the catalogue', () => {
    expect(thrown.filter(({ code }) => !(code in CATALOGUE))).toEqual([]);
  });

  test('use every code of the catalogue', () => {
    const used = new Set(thrown.map(({ code }) => code));
    const unused = (Object.keys(CATALOGUE) as ErrorCode[]).filter((code) => !used.has(code));
    expect(unused).toEqual([]);
  });

  test('are each provoked by some test', () => {
    const tests = ['packages', 'test'].flatMap((folder) =>
      testsBelow(path.join(repository, folder)),
    );
    const unprovoked = (Object.keys(CATALOGUE) as ErrorCode[]).filter(
      (code) => !tests.some((text) => new RegExp(`\\b${code}\\b`).test(text)),
    );
    expect(unprovoked).toEqual([]);
  });

  test('have messages in lower case without a full stop', () => {
    const wrong = thrown.filter(
      ({ message }) =>
        message !== undefined && (/\.$/.test(message) || /^[A-Z][a-z]/.test(message)),
    );
    expect(wrong).toEqual([]);
  });
});
