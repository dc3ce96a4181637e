import type { Report } from './report.ts'

/** The report as one page. What draws its charts takes 0.4 s to load, so only a page loads it. */
export const renderHtml = async (report: Report): Promise<string> =>
  (await import('./html/page.ts')).renderHtml(report)
