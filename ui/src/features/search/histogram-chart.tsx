import { BarChart } from 'echarts/charts'
import { BrushComponent, GridComponent, ToolboxComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventHistogram } from '@/lib/api-types'
import { dateTime, number, shortDateTime } from '@/lib/format'
import { usePreferences } from '@/lib/preferences'

use([BarChart, GridComponent, TooltipComponent, BrushComponent, ToolboxComponent, CanvasRenderer])

type Props = { histogram: EventHistogram; height: number; onNarrow: (from: string, to: string) => void }

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

function options({ items }: EventHistogram) {
  return {
    animation: false,
    textStyle: { fontFamily: 'Be Vietnam Pro, sans-serif' },
    toolbox: { show: false },
    grid: { left: 46, right: 12, top: 8, bottom: 22 },
    tooltip: { trigger: 'axis', renderMode: 'richText', backgroundColor: '#16233a', borderWidth: 0, textStyle: { color: '#fff', fontSize: 12 }, formatter: (params: { dataIndex: number }[]) => tip(items[params[0]?.dataIndex ?? 0]) },
    xAxis: { type: 'category', data: items.map(({ start }) => shortDateTime(start)), axisLabel: { color: color('--faint'), fontSize: 11, hideOverlap: true }, axisLine: { lineStyle: { color: color('--line-strong') } }, axisTick: { show: false } },
    yAxis: { type: 'value', minInterval: 1, splitNumber: 2, axisLabel: { color: color('--faint'), fontSize: 11, formatter: (value: number) => number(value) }, splitLine: { lineStyle: { color: color('--line') } } },
    series: [{ type: 'bar', data: items.map(({ count }) => count), itemStyle: { color: color('--primary'), borderRadius: [2, 2, 0, 0] }, barCategoryGap: '18%' }],
    brush: { xAxisIndex: 0, brushType: 'lineX', transformable: false, brushStyle: { color: 'rgba(80,130,200,0.25)', borderColor: color('--primary'), borderWidth: 1 } },
  }
}

function tip(bucket: { start: string; count: number } | undefined): string {
  return bucket ? `${dateTime(bucket.start)}\n${number(bucket.count)}` : ''
}

/** Bars over time; a stroke with the pointer narrows the search to it. */
export function HistogramChart({ histogram, height, onNarrow }: Props) {
  const { t } = useTranslation()
  const { theme } = usePreferences()
  const box = useRef<HTMLDivElement>(null)
  const narrow = useRef(onNarrow)
  useEffect(() => {
    narrow.current = onNarrow
  })
  useEffect(() => {
    if (!box.current) return
    const chart = init(box.current)
    chart.setOption(options(histogram))
    armBrush(chart, histogram, (from, to) => narrow.current(from, to))
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(box.current)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [histogram, theme])
  return <div ref={box} style={{ height }} role="img" aria-label={t('search.histogramLabel', { total: number(histogram.total) })} data-testid="histogram" />
}

type BrushEnd = { areas: { coordRange: [number, number] }[] }

function armBrush(chart: ECharts, { items, interval }: EventHistogram, onNarrow: (from: string, to: string) => void): void {
  chart.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption: { brushType: 'lineX', brushMode: 'single' } })
  chart.on('brushEnd', (event) => {
    const range = (event as BrushEnd).areas[0]?.coordRange
    const first = range && items[Math.max(0, range[0])]
    const last = range && items[Math.min(items.length - 1, range[1])]
    if (first && last) onNarrow(first.start, new Date(Date.parse(last.start) + interval * 1000).toISOString())
  })
}
