package vn.lachan.app.api;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules that run, and the ones that were refused with the reason. */
@RestController
@RequestMapping("/api/rules")
class RuleController {
  private final RuleViews rules;

  RuleController(RuleViews rules) {
    this.rules = rules;
  }

  @GetMapping
  RuleViews.Rules all() {
    return rules.all();
  }

  @GetMapping("/{id}")
  RuleViews.Detail one(@PathVariable String id) {
    return rules.detail(id).orElseThrow(() -> ApiProblem.notFound("quy tắc " + id));
  }
}
