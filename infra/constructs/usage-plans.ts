import { CfnOutput } from 'aws-cdk-lib';
import { IRestApi, Period, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Deployment, named } from '../deployment';

/** A key and a usage plan for each client, so that one's haste does not slow the others. A plan counts where the stage has methods require a key. */
export function addClients(api: RestApi, deployment: Deployment): void {
  for (const { name, ratePerSecond, burst, requestsPerDay } of deployment.config.api.clients) {
    const plan = api.addUsagePlan(`Plan-${name}`, {
      name: named(deployment, name),
      throttle: { rateLimit: ratePerSecond, burstLimit: burst },
      apiStages: [{ api: api as IRestApi, stage: api.deploymentStage }],
      ...(requestsPerDay === undefined ? {} : { quota: { limit: requestsPerDay, period: Period.DAY } }),
    });
    const key = api.addApiKey(`Key-${name}`, { apiKeyName: named(deployment, name), description: `DINEX: ${name}` });
    plan.addApiKey(key);
    new CfnOutput(api, `KeyId-${name}`, {
      value: key.keyId,
      description: `aws apigateway get-api-key --include-value --api-key …: the key of ${name}`,
    });
  }
}
