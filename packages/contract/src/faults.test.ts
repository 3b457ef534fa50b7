import { describe, expect, test } from 'vitest';
import { faultRequestSchema } from './control.ts';
import { describeFault, faultSchema, FAULTS, untakenParameters } from './faults.ts';

describe('the table of faults', () => {
  test.each(faultSchema.options.map((one) => [one.shape.subject.value, one] as const))(
    'has of %s the modes of its schema, and no parameter that it has not',
    (subject, schema) => {
      const { modes, named, which } = FAULTS[subject];
      expect(Object.keys(modes)).toEqual(schema.shape.mode.options);
      const members = Object.keys(schema.shape);
      for (const member of [...which, ...(named === null ? [] : [named])])
        expect(members).toContain(member);
      const taken = Object.values(modes).flatMap(
        (mode: { takes: readonly string[] }) => mode.takes,
      );
      for (const parameter of taken) expect(members).toContain(parameter);
      const known = ['subject', 'mode', named, ...which, ...taken];
      expect(members.filter((member) => !known.includes(member))).toEqual([]);
    },
  );

  test('knows what a mode does not take', () => {
    const fault = { subject: 'region', region: 'us-east-1', mode: 'crash' } as const;
    expect(untakenParameters(fault)).toEqual([]);
    expect(untakenParameters({ ...fault, delaySeconds: 1 })).toEqual(['delaySeconds']);
    expect(untakenParameters({ ...fault, mode: 'slow', delaySeconds: 1 })).toEqual([]);
  });

  test('says of a fault what it is, and what is seen of it', () => {
    expect(
      describeFault({ subject: 'region', region: 'us-east-1', mode: 'slow', delaySeconds: 3 }),
    ).toBe('region us-east-1, slow, delaySeconds 3: every round trip to it takes longer');
    expect(describeFault({ subject: 'name-servers', mode: 'crash', count: 2 })).toMatch(
      /^name-servers, crash, count 2: /,
    );
  });
});

describe('a request for a fault', () => {
  test('of a region alone loses it by crash', () => {
    expect(faultRequestSchema.parse({ region: 'us-east-1' })).toEqual({
      fault: { subject: 'region', region: 'us-east-1', mode: 'crash' },
    });
    expect(faultRequestSchema.parse({ region: 'us-east-1', mode: 'hang' }).fault.mode).toBe('hang');
  });

  test('has its time beside the members of the fault', () => {
    const fault = { subject: 's3', region: 'us-east-1', mode: 'error', rate: 0.5 };
    expect(faultRequestSchema.parse({ ...fault, forSeconds: 30 })).toEqual({
      fault,
      forSeconds: 30,
    });
  });

  test.each([
    { subject: 'weather', mode: 'rain' },
    { subject: 's3', region: 'us-east-1', mode: 'crash' },
    { subject: 's3', region: 'us-east-1', mode: 'error', rate: 2 },
    { subject: 's3', region: 'us-east-1', mode: 'error', speed: 2 },
    { region: 'us-east-1', forSeconds: -1 },
    {},
    'crash',
  ])('is refused where it is none: %j', (body) => {
    expect(faultRequestSchema.safeParse(body).success).toBe(false);
  });
});
