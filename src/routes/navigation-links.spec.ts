import { navigationLinks } from './navigation-links';

test('are the documented forms, whose coordinates no application misreads', () => {
  expect(navigationLinks({ lat: -12.1225, lon: -77.0301 })).toEqual({
    waze: 'https://waze.com/ul?ll=-12.1225%2C-77.0301&navigate=yes',
    google_maps: 'https://www.google.com/maps/dir/?api=1&destination=-12.1225%2C-77.0301&travelmode=driving',
  });
  expect(navigationLinks({ lat: -1e-7, lon: 100 }).waze).toContain('ll=0%2C100&');
});
