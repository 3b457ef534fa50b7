import { describe, expect, test } from 'vitest';
import { defineSite } from './config.ts';
import { siteWarnings } from './warnings.ts';

const warningsOf = (domain: string): ReturnType<typeof siteWarnings> =>
  siteWarnings(
    defineSite(
      { domain, primary: 'us-east-1', standby: 'eu-west-1', web: { app: '.' } },
      import.meta.dirname,
    ),
  );

describe('a domain that is a subdomain', () => {
  test('is a warning with what it means and what to do', () => {
    expect(warningsOf('www.example.com')).toEqual([
      {
        message:
          'domain is "www.example.com", a subdomain of example.com: no registrar delegates it, so that its certificates wait, on AWS, until the zone of example.com does',
        hint: "write domain: 'example.com' if the site is to have all of it; else add an NS record www.example.com to the zone of example.com, with the four name servers that stack www-zone puts out",
      },
    ]);
  });

  test.each([
    ['www.example.com', 'example.com'],
    ['a.b.example.com', 'example.com'],
    ['shop.example.co.uk', 'example.co.uk'],
    ['www.example.kr', 'example.kr'],
    ['www.co.com', 'co.com'],
  ])('%s is one of %s', (domain, parent) => {
    expect(warningsOf(domain)[0]?.message).toContain(`a subdomain of ${parent}:`);
  });

  test.each(['example.com', 'example.co.uk', 'example.co.kr', 'example.or.jp', 'ticketing.pw'])(
    '%s is none',
    (domain) => {
      expect(warningsOf(domain)).toEqual([]);
    },
  );
});
