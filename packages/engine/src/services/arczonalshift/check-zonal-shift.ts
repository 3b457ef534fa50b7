import { AwsError } from '@understudy/wire';

/** https://docs.aws.amazon.com/arc-zonal-shift/latest/api/API_StartZonalShift.html */
const EXPIRES_IN = /^([1-9][0-9]*)([mh])$/;
const EXPIRES_IN_CHARACTERS_MAX = 5;
/** "From one minute up to three days (72 hours)." */
const EXPIRES_MS_MAX = 72 * 3_600_000;
const COMMENT_CHARACTERS_MAX = 128;
const IDENTIFIER_CHARACTERS = { min: 8, max: 1_024 } as const;
const UNIT_MS = { m: 60_000, h: 3_600_000 } as const;

/** As the model names it. */
export type Reason =
  | 'InvalidAz'
  | 'InvalidExpiresIn'
  | 'InvalidResourceIdentifier'
  | 'InvalidStatus'
  | 'InvalidToken'
  | 'MissingValue'
  | 'UnsupportedAz';

export function invalid(reason: Reason, message: string): never {
  throw new AwsError({ code: 'ValidationException', message, status: 400, detail: { reason } });
}

export function required<T>(value: T | undefined, name: string): T {
  return value ?? invalid('MissingValue', `${name} is required`);
}

/** For how long, in AWS time. */
export function checkExpiresIn(text: string): number {
  const match = EXPIRES_IN.exec(text);
  const unit = match?.[2] === 'm' ? UNIT_MS.m : UNIT_MS.h;
  const ms = Number(match?.[1]) * unit;
  if (match === null || text.length > EXPIRES_IN_CHARACTERS_MAX || ms > EXPIRES_MS_MAX)
    invalid(
      'InvalidExpiresIn',
      `expiresIn '${text}' is not a whole number of minutes (m) or hours (h), up to 72 hours`,
    );
  return ms;
}

export function checkComment(comment: string): string {
  if (comment.length > COMMENT_CHARACTERS_MAX)
    invalid('MissingValue', `comment has more than ${COMMENT_CHARACTERS_MAX} characters`);
  return comment;
}

export function checkIdentifier(identifier: string): string {
  const { min, max } = IDENTIFIER_CHARACTERS;
  if (identifier.length < min || identifier.length > max)
    invalid('InvalidResourceIdentifier', `resourceIdentifier '${identifier}' is no ARN`);
  return identifier;
}
