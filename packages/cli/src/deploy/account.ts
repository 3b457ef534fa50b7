import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { errorText, UnderstudyError } from '@understudy/contract';

/** The account that the environment's credentials belong to. */
export async function callerAccount(region: string): Promise<string> {
  const client = new STSClient({ region });
  try {
    const { Account: account } = await client.send(new GetCallerIdentityCommand({}));
    if (account !== undefined) return account;
    throw new Error('the answer names no account');
  } catch (cause) {
    throw new UnderstudyError('DeploymentFailed', {
      message: `AWS does not say who we are: ${errorText(cause)}`,
      hint: "sign in to AWS (e.g. 'aws sso login') or use what 'understudy env' prints, then run the command again",
      cause,
    });
  } finally {
    client.destroy();
  }
}
