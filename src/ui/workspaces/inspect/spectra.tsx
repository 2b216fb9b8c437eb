/** Every adapted matrix of the shown run by its singular values. */
import { SitesChart } from '../../charts/index.ts';
import { useView } from '../../page-context.tsx';
import { useChartProps, useTruth } from '../../use-chart-props.ts';
import { SiteView } from './site-view.tsx';

export function Spectra() {
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  return (
    <SiteView>
      <SitesChart {...useChartProps()} site={site} onSite={onSite} truth={useTruth()} />
    </SiteView>
  );
}
