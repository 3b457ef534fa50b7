import type { Refused } from '../../kernel/support.ts';

const NO_SIGN_IN: Refused = {
  refused: 'load balancers do not sign visitors in in the local engine',
};

/** What of actions does not work, of listeners (`DefaultActions`) and of rules (`Actions`). */
export function refusedActions<Name extends string>(name: Name) {
  const config = <Member extends string>(member: Member): `${Name}.${Member}` =>
    `${name}.${member}`;
  return {
    [config('AuthenticateCognitoConfig')]: NO_SIGN_IN,
    [config('AuthenticateOidcConfig')]: NO_SIGN_IN,
    [config('JwtValidationConfig')]: NO_SIGN_IN,
  };
}
