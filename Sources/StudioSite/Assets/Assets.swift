import Charts
import Foundation

/// Style and script, embedded in the program so that it runs from anywhere.
enum Assets {
  static func response(_ name: String) -> HTTPResponse {
    switch name {
    case "studio.css":
      HTTPResponse(type: "text/css; charset=utf-8", body: Data(Theme.css.utf8) + Data(PackageResources.studio_css))
    case "studio.js":
      HTTPResponse(type: "text/javascript; charset=utf-8", body: Data(PackageResources.studio_js))
    case "theme.js":
      HTTPResponse(type: "text/javascript; charset=utf-8", body: Data(PackageResources.theme_js))
    default: .failure(404, en: "no such asset: \(name)", ja: "この部品はありません：\(name)")
    }
  }
}
