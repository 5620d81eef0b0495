import { Test } from '@nestjs/testing';
import { AmazonGeocoder } from './amazon-geocoder';
import { EstimateMatrix } from './estimate-matrix';
import { FallbackMatrix } from './fallback-matrix';
import { GeoModule } from './geo.module';
import { GeoOptions } from './geo.options';
import { Geocoder } from './geocoder';
import { MatrixProvider } from './matrix';
import { OfflineGeocoder } from './offline-geocoder';

const compile = (options: GeoOptions) =>
  Test.createTestingModule({ imports: [GeoModule.forRootAsync({ useFactory: () => options })] }).compile();

test('answers offline without any account', async () => {
  const module = await compile({ geocoder: 'offline', matrix: 'estimate' });
  expect(module.get(Geocoder)).toBeInstanceOf(OfflineGeocoder);
  expect(module.get(MatrixProvider)).toBeInstanceOf(EstimateMatrix);
});

test('asks services when configured, with the estimate behind them', async () => {
  const module = await compile({
    geocoder: 'amazon',
    matrix: 'osrm',
    region: 'us-east-1',
    osrm_url: 'http://127.0.0.1:1',
  });
  expect(module.get(Geocoder)).toBeInstanceOf(AmazonGeocoder);
  expect(module.get(MatrixProvider)).toBeInstanceOf(FallbackMatrix);
  expect(
    await module.get(MatrixProvider).matrix([
      { lat: -12, lon: -77 },
      { lat: -12.1, lon: -77 },
    ]),
  ).toMatchObject({
    source: 'estimate',
    fallback_reason: 'unreachable',
  });
});

test.each<[GeoOptions, string]>([
  [{ geocoder: 'offline', matrix: 'osrm' }, 'URL'],
  [{ geocoder: 'amazon', matrix: 'estimate' }, 'region'],
  [{ geocoder: 'offline', matrix: 'amazon' }, 'region'],
])('%j fails at boot for want of a %s', async (options, missing) => {
  await expect(compile(options)).rejects.toThrow(missing);
});
