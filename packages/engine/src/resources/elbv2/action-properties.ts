import { butFor, type Refused } from '../../kernel/support.ts';
import { below } from '../below.ts';

const NO_SIGN_IN: Refused = {
  refused: 'load balancers do not sign visitors in in the local engine',
};

/** What of actions does not work, of listeners (`DefaultActions`) and of rules (`Actions`). */
export function refusedActions<Name extends string>(name: Name) {
  return below(name, {
    AuthenticateCognitoConfig: NO_SIGN_IN,
    AuthenticateOidcConfig: NO_SIGN_IN,
    'ForwardConfig.TargetGroupStickinessConfig.Enabled': butFor(['true'], {
      refused: 'visitors do not stay with one of several target groups in the local engine',
    }),
    JwtValidationConfig: NO_SIGN_IN,
    Type: butFor(['authenticate-cognito', 'authenticate-oidc', 'jwt-validation'], NO_SIGN_IN),
  });
}
