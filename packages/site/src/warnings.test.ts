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

describe('an instance type', () => {
  const typed = (instanceType: string): ReturnType<typeof siteWarnings> =>
    siteWarnings(
      defineSite(
        {
          ...{ domain: 'example.com', primary: 'us-east-1', standby: 'eu-west-1' },
          web: { app: '.', instanceType },
        },
        import.meta.dirname,
      ),
    );

  test.each(['t4g.micro', 'm7i.metal-24xl', 'c5.18xlarge'])('%s is one of EC2', (type) => {
    expect(typed(type)).toEqual([]);
  });

  test.each([
    ['t9.micro', 't4g.micro'],
    ['t4g.8xlarge', 't4g.2xlarge'],
  ])('%s is a warning, with others in its place', (type, other) => {
    expect(typed(type)).toMatchObject([
      {
        message: expect.stringContaining(`web.instanceType is "${type}"`) as string,
        hint: expect.stringContaining(other) as string,
      },
    ]);
  });
});
