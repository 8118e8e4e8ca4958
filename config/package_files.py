"""Decides which files of npm packages our pages may name: "vendor/…" and where it lies in node_modules."""

NAMES = {
    "vendor/echarts/echarts.simple.min.js": "echarts/dist/echarts.simple.min.js",
    "vendor/fullcalendar/global.js": "fullcalendar/all/global.js",
    "vendor/fullcalendar/hi.js": "fullcalendar/locales/hi/global.js",
    "vendor/fullcalendar/classic.js": "fullcalendar/themes/classic/global.js",
    "vendor/fullcalendar/skeleton.css": "fullcalendar/skeleton.css",
    "vendor/fullcalendar/theme.css": "fullcalendar/themes/classic/theme.css",
    "vendor/fullcalendar/palette.css": "fullcalendar/themes/classic/palette.css",
    "vendor/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-wght-normal.woff2": (
        "@fontsource-variable/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-wght-normal.woff2"
    ),
}
