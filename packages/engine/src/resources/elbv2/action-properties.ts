import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { PropertyReader } from '../reader.ts';

/** Actions that listeners and rules have in common, classified under either's property name. */
export function actionProperties(
  name: 'DefaultActions' | 'Actions',
): Record<string, { refused: string }> {
  const noSignIn = { refused: 'load balancers do not sign visitors in in the local engine' };
  return {
    [`${name}.AuthenticateCognitoConfig`]: noSignIn,
    [`${name}.AuthenticateOidcConfig`]: noSignIn,
    [`${name}.JwtValidationConfig`]: noSignIn,
  };
}

/** Actions as the API takes them. */
export function actionsOf(reader: PropertyReader, name: 'DefaultActions' | 'Actions'): Action[] {
  return (reader.objects(name) ?? []).map((action) => ({
    Type: action.requiredText('Type') as 'forward',
    Order: action.number('Order'),
    TargetGroupArn: action.text('TargetGroupArn'),
    ForwardConfig: forwardOf(action.object('ForwardConfig')),
    RedirectConfig: redirectOf(action.object('RedirectConfig')),
    FixedResponseConfig: fixedResponseOf(action.object('FixedResponseConfig')),
  }));
}

function forwardOf(config: PropertyReader | undefined): Action['ForwardConfig'] {
  if (config === undefined) return undefined;
  const stickiness = config.object('TargetGroupStickinessConfig');
  return {
    TargetGroups: config.objects('TargetGroups')?.map((tuple) => ({
      TargetGroupArn: tuple.text('TargetGroupArn'),
      Weight: tuple.number('Weight'),
    })),
    TargetGroupStickinessConfig:
      stickiness === undefined
        ? undefined
        : {
            Enabled: stickiness.flag('Enabled'),
            DurationSeconds: stickiness.number('DurationSeconds'),
          },
  };
}

function redirectOf(config: PropertyReader | undefined): Action['RedirectConfig'] {
  if (config === undefined) return undefined;
  return {
    Protocol: config.text('Protocol'),
    Host: config.text('Host'),
    Port: config.text('Port'),
    Path: config.text('Path'),
    Query: config.text('Query'),
    StatusCode: config.requiredText('StatusCode') as 'HTTP_301' | 'HTTP_302',
  };
}

function fixedResponseOf(config: PropertyReader | undefined): Action['FixedResponseConfig'] {
  if (config === undefined) return undefined;
  return {
    StatusCode: config.requiredText('StatusCode'),
    ContentType: config.text('ContentType'),
    MessageBody: config.text('MessageBody'),
  };
}
