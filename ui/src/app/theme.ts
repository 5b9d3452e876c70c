import { theme as antd, type ThemeConfig } from 'antd'
import type { Preferences } from '@/lib/preferences'

const shared = {
  fontFamily: "'Be Vietnam Pro', 'Segoe UI', system-ui, sans-serif",
  fontFamilyCode: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSize: 13,
  borderRadius: 5,
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.18s',
}

const light: ThemeConfig['token'] = {
  ...shared,
  colorPrimary: '#1f5493',
  colorLink: '#1f5493',
  colorLinkHover: '#163d6c',
  colorLinkActive: '#163d6c',
  colorError: '#b42318',
  colorSuccess: '#12704a',
  colorWarning: '#8f5f00',
  colorText: '#17202e',
  colorTextSecondary: '#445063',
  colorTextTertiary: '#5b6778',
  colorTextPlaceholder: '#667284',
  colorBgLayout: '#f1f4f8',
  colorBorder: '#c9d1db',
  colorBorderSecondary: '#dfe4eb',
}

const dark: ThemeConfig['token'] = {
  ...shared,
  colorPrimary: '#3f7fc9',
  colorLink: '#86b6f0',
  colorLinkHover: '#a9ccf6',
  colorLinkActive: '#a9ccf6',
  colorError: '#f4796c',
  colorSuccess: '#4cc38f',
  colorWarning: '#e8b84a',
  colorText: '#e3e9f1',
  colorTextSecondary: '#b3bfcd',
  colorTextTertiary: '#97a4b5',
  colorTextPlaceholder: '#8693a5',
  colorBgLayout: '#0b1119',
  colorBgContainer: '#121b27',
  colorBgElevated: '#182433',
  colorBorder: '#33445a',
  colorBorderSecondary: '#243245',
}

/** In the dark a filled button keeps white text; a text button of danger needs a lighter red. */
const darkButton = { colorPrimary: '#2f6bb3', colorPrimaryHover: '#3a79c4', colorError: '#ff9a8f', colorErrorHover: '#ffb3ab', dangerColor: '#2b0d0a' }

/** Short, not none: dialogs and drawers wait for the end of their motion before they take the focus. */
const still: ThemeConfig['token'] = { motionDurationFast: '0.01s', motionDurationMid: '0.01s', motionDurationSlow: '0.01s' }

/**
 * Ant Design after the product's colours; error is dark enough for AA on white.
 *
 * @param less for people who asked their system for less motion
 */
export function themeFor({ theme }: Preferences, less = false): ThemeConfig {
  const isDark = theme === 'dark'
  return {
    cssVar: { key: 'lachan' },
    hashed: false,
    algorithm: isDark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: { ...(isDark ? dark : light), ...(less ? still : {}) },
    components: {
      Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', ...(isDark ? darkButton : {}) },
      Tabs: { horizontalItemPadding: '9px 2px', horizontalItemGutter: 22, horizontalMargin: '0', titleFontSize: 13, ...(isDark ? { itemSelectedColor: '#86b6f0', itemHoverColor: '#a9ccf6', itemActiveColor: '#86b6f0', inkBarColor: '#86b6f0' } : {}) },
      Modal: { titleFontSize: 15 },
      Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
      Progress: { defaultColor: isDark ? '#3f7fc9' : '#1f5493' },
      Tag: { defaultBg: 'transparent' },
      Tooltip: { colorBgSpotlight: isDark ? '#2a3a50' : '#1b2636' },
      Segmented: { trackBg: isDark ? '#0c141e' : '#e3e8ef', itemSelectedBg: isDark ? '#2a3b52' : '#ffffff' },
    },
  }
}
