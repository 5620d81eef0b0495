import { readFileSync } from 'node:fs';
import { Fixed, FIXED, Measured, monthlyBill, PER_ORDER, total } from '../bench/cost/model';
import { PRICES } from '../bench/cost/prices';
import { STAGE_CONFIGS, STAGES } from './stages';
import { synthesize } from './checks/synthesize';
import { at, list, ofType } from './checks/template';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const measured = JSON.parse(readFileSync('bench/cost/measured.json', 'utf8')) as Measured;
const nothing: Fixed = {
  keys: 0,
  alarmMetrics: 0,
  composites: 0,
  dashboards: 0,
  probes: 0,
  secrets: 0,
  people: 'none',
  waf: false,
  backups: false,
  textMessages: 0,
};

describe('the cost model', () => {
  it('keeps dev within 20 USD a month', () => {
    expect(total(monthlyBill(30, measured, FIXED.dev, true))).toBeLessThan(20);
  });

  it.each(['dev', 'prod'] as const)('counts what %s has without an order', (stage) => {
    const template = synthesize(stage);
    const count = (type: string): number => ofType(template, type).length;
    const alarmMetrics = ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([, { Metrics }]) => {
      const added = list(Metrics).filter((metric) => at(metric, 'MetricStat') !== undefined);
      if (JSON.stringify(Metrics ?? '').includes('ANOMALY_DETECTION_BAND')) return [1, 2, 3];
      return added.length === 0 ? [1] : added;
    });
    expect(FIXED[stage]).toEqual({
      keys: count('AWS::KMS::Key'),
      alarmMetrics: alarmMetrics.length,
      composites: count('AWS::CloudWatch::CompositeAlarm'),
      probes: count('AWS::Route53::HealthCheck'),
      dashboards: count('AWS::CloudWatch::Dashboard'),
      secrets: count('AWS::SecretsManager::Secret'),
      people: ofType(template, 'AWS::Cognito::UserPool')[0]?.[1].UserPoolTier ?? 'none',
      waf: count('AWS::WAFv2::WebACL') > 0,
      backups: count('AWS::Backup::BackupPlan') > 0,
      textMessages: Number(STAGE_CONFIGS[stage].channels?.SMS_PER_MONTH),
    });
  });

  it('never costs more with the free tier, and more with more orders', () => {
    for (const orders of [30, 1_000, 1_000_000]) {
      const [free, full] = [true, false].map((gift) => total(monthlyBill(orders, measured, nothing, gift)));
      expect(free).toBeLessThanOrEqual(full ?? 0);
      expect(total(monthlyBill(orders * 2, measured, nothing, true))).toBeGreaterThan(free ?? 0);
    }
  });

  it('counts people by the month: the drivers that so many orders take, and Essentials only beyond those that are free', () => {
    const cognito = (orders: number, people: Fixed['people'], free: boolean) =>
      monthlyBill(orders, measured, { ...nothing, people }, free).Cognito;
    expect(cognito(6_000, 'PLUS', true)).toBeCloseTo(105 * 0.02, 6);
    expect(cognito(6_000, 'ESSENTIALS', true)).toBe(0);
    expect(cognito(6_000, 'ESSENTIALS', false)).toBeCloseTo(105 * 0.015, 6);
    expect(cognito(1_000_000, 'ESSENTIALS', true)).toBeCloseTo((16_672 - 10_000) * 0.015, 6);
    expect(cognito(6_000, 'none', false)).toBe(0);
  });

  it.each(STAGES)('lets %s send no more text messages than the quota of its account pays for', (stage) => {
    const { channels = {}, smsMonthlyUsd } = STAGE_CONFIGS[stage];
    expect(Number(channels.SMS_PER_MONTH) * PRICES.smsToPeru).toBeLessThanOrEqual(smsMonthlyUsd);
    expect(Number(channels.SMS_PER_DAY)).toBeLessThanOrEqual(Number(channels.SMS_PER_MONTH));
  });

  it('counts API Gateway by the request', () => {
    const bill = monthlyBill(1_000, measured, nothing, false);
    expect(bill['API Gateway']).toBeCloseTo((1_000 * 30.4 * PER_ORDER.requests * 3.5) / 1e6, 6);
  });
});
