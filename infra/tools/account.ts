/**
 * `npm run account -- STAGE [--set]`: compares what no template can set (SNS's attributes of text messages, SES's rate and sandbox) with what
 * the stage says, by the AWS credentials of the environment. `--set` sets SNS's first; what SES allows is asked for in its console.
 */
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetSMSAttributesCommand, SetSMSAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { parseArgs } from 'node:util';
import { tableName } from '../../src/database/tables';
import { accountFaults, smsAttributes } from '../account';
import { Stage, STAGES } from '../stages';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { set: { type: 'boolean' } }, allowPositionals: true });
  const stage = STAGES.find((known): known is Stage => known === positionals[0]);
  if (stage === undefined) {
    console.error(`Which stage? npm run account -- ${STAGES.join('|')} [--set]`);
    return 2;
  }
  const region = process.env.AWS_REGION ?? 'us-east-1';
  const sns = new SNSClient({ region });
  const id = await accountOf(new DynamoDBClient({ region }), stage);
  if (values.set === true) await sns.send(new SetSMSAttributesCommand({ attributes: smsAttributes(stage, id) }));
  const { attributes: sms = {} } = await sns.send(new GetSMSAttributesCommand());
  const mail = await new SESv2Client({ region }).send(new GetAccountCommand());
  const faults = accountFaults(stage, {
    id,
    sms,
    mails: {
      perSecond: mail.SendQuota?.MaxSendRate ?? 0,
      inSandbox: mail.ProductionAccessEnabled !== true,
      stopped: mail.SendingEnabled !== true,
    },
  });
  for (const fault of faults) console.log(fault);
  console.log(faults.length === 0 ? `The account is as ${stage} needs it.` : `${faults.length} to mend.`);
  return faults.length === 0 ? 0 : 1;
}

/** The account is read off a table of the stage: a stage that is not there has nothing to be compared with. */
async function accountOf(client: DynamoDBClient, stage: Stage): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName(stage, 'orders') }));
  const account = Table?.TableArn?.split(':')[4];
  if (account === undefined) throw new Error(`${stage} has no table of orders`);
  return account;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
