import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { expect, test, vi } from 'vitest';
import { siteContext } from '../checks/checks.fixture.ts';
import { tellWarnings } from './warnings.ts';

/** What is written beside the output for a site of this domain. */
function told(domain: string): string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  tellWarnings({ ...siteContext().session.site, domain });
  return stripVTControlCharacters(write.mock.calls.map(([text]) => String(text)).join(''));
}

test('a warning has its value and what to do', () => {
  expect(told('www.shop.example')).toMatch(
    /^warning: domain is "www\.shop\.example", a subdomain of shop\.example: .*\n {2}→ write domain: 'shop\.example' .*\n$/,
  );
});

test('a site that nothing is odd about says nothing', () => {
  expect(told('shop.example')).toBe('');
});
