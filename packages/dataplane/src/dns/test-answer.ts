import { AwsError } from '@understudy/wire';
import type { GlobalQueries } from '@understudy/contract';
import type { NameServers } from './authority/name-servers.ts';
import { rcodeName, TYPE } from './wire/codes.ts';
import { canonicalName } from './wire/names.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_TestDNSAnswer.html */
export function testDnsAnswer(
  nameServers: NameServers,
  input: GlobalQueries['testDnsAnswer']['input'],
): GlobalQueries['testDnsAnswer']['output'] {
  const type = Object.entries(TYPE).find(([name]) => name === input.type)?.[1];
  if (type === undefined) {
    throw new AwsError({ code: 'InvalidInput', message: `Invalid RecordType: ${input.type}` });
  }
  const question = { name: canonicalName(input.name.toLowerCase()), type };
  const answer = nameServers.answerFor(input.hostedZoneId, question, input.asker);
  if (answer === undefined) {
    throw new AwsError({
      code: 'NoSuchHostedZone',
      message: `No hosted zone found with ID: ${input.hostedZoneId}`,
      status: 404,
    });
  }
  return {
    responseCode: rcodeName(answer.rcode),
    records: answer.answers.map((record) => record.text),
  };
}
