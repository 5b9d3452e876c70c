package vn.lachan.app.security;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Where a {@link Right} is needed: one table for the whole API, so that it can be read at a glance.
 * What is not in the table is refused. The organisation filter is applied below, in every query.
 */
@Configuration
class SecurityConfiguration {

  private record Rule(HttpMethod method, String path, Right right) {}

  private static Rule rule(HttpMethod method, String path, Right right) {
    return new Rule(method, path, right);
  }

  /** First fitting row decides. */
  private static final List<Rule> RULES =
      List.of(
          rule(GET, "/api/alerts/**", Right.ALERT_READ),
          rule(POST, "/api/alerts/**", Right.ALERT_TRIAGE),
          rule(POST, "/api/incidents/*/state", Right.INCIDENT_COORDINATE),
          rule(POST, "/api/incidents/*/tasks", Right.INCIDENT_COORDINATE),
          rule(POST, "/api/incidents/*/runs", Right.INCIDENT_COORDINATE),
          rule(POST, "/api/incidents/*/clocks/**", Right.INCIDENT_COORDINATE),
          rule(POST, "/api/incidents/*/unmerge", Right.INCIDENT_COORDINATE),
          rule(POST, "/api/incidents/*/orders", Right.INCIDENT_COORDINATE),
          rule(POST, "/api/incidents/*/preservations", Right.INCIDENT_COORDINATE),
          rule(POST, "/api/incidents/*/evidence", Right.TASK_WORK),
          rule(POST, "/api/incidents/*/help", Right.TASK_WORK),
          // Who may open labels further, or lift the flag again, say Labels and StateSecrets.
          rule(POST, "/api/incidents/*/marking", Right.TASK_WORK),
          rule(POST, "/api/incidents/*/secret", Right.TASK_WORK),
          rule(POST, "/api/incidents/*/secret/*", Right.INCIDENT_COORDINATE),
          rule(POST, "/api/incidents/*/handovers", Right.TASK_WORK),
          rule(POST, "/api/handovers/**", Right.TASK_WORK),
          rule(POST, "/api/preservations/**", Right.INCIDENT_COORDINATE),
          rule(GET, "/api/orders/**", Right.INCIDENT_READ),
          rule(POST, "/api/orders/**", Right.TASK_WORK),
          rule(GET, "/api/clocks/**", Right.INCIDENT_READ),
          rule(POST, "/api/incidents/*/recovery/**", Right.BACKUP_RUN),
          rule(GET, "/api/incidents/**", Right.INCIDENT_READ),
          rule(POST, "/api/incidents/**", Right.INCIDENT_WRITE),
          rule(PUT, "/api/incidents/**", Right.INCIDENT_WRITE),
          rule(GET, "/api/tasks/**", Right.INCIDENT_READ),
          rule(POST, "/api/tasks/**", Right.TASK_WORK),
          rule(GET, "/api/playbooks/**", Right.INCIDENT_READ),
          rule(POST, "/api/playbooks/*/dry-run", Right.INCIDENT_COORDINATE),
          rule(POST, "/api/playbooks/check", Right.INCIDENT_WRITE),
          rule(GET, "/api/runs/**", Right.INCIDENT_READ),
          rule(POST, "/api/runs/**", Right.INCIDENT_COORDINATE),
          rule(GET, "/api/approvals", Right.RUN_DECIDE),
          // Who may agree to which step says the playbook; this is who may be asked at all.
          rule(POST, "/api/playbook-runs/*/steps/*/approve", Right.RUN_DECIDE),
          rule(POST, "/api/playbook-runs/*/steps/*/refuse", Right.RUN_DECIDE),
          rule(GET, "/api/events/**", Right.EVENT_SEARCH),
          rule(POST, "/api/rules/backtests", Right.RULE_TRY),
          rule(DELETE, "/api/rules/backtests/*", Right.RULE_TRY),
          rule(POST, "/api/rules/gaps/*/fill", Right.RULE_TRY),
          rule(GET, "/api/rules/*/explanation", Right.EVENT_SEARCH),
          rule(GET, "/api/rules/**", Right.RULE_READ),
          rule(POST, "/api/rules/**", Right.RULE_EDIT),
          rule(PUT, "/api/rules/**", Right.RULE_EDIT),
          rule(GET, "/api/exemptions/**", Right.RULE_READ),
          rule(POST, "/api/exemptions/*/approve", Right.RULE_APPROVE),
          rule(POST, "/api/exemptions/**", Right.RULE_EDIT),
          rule(GET, "/api/sources/**", Right.SOURCE_READ),
          rule(GET, "/api/pipeline", Right.SOURCE_READ),
          // The content holds the list of people; that there is a version may be known.
          rule(GET, "/api/tables/*/content", Right.TABLE_EDIT),
          rule(GET, "/api/tables/**", Right.SOURCE_READ),
          rule(POST, "/api/tables/**", Right.TABLE_EDIT),
          rule(GET, "/api/backup-approvals/**", Right.BACKUP_READ),
          rule(POST, "/api/backup-approvals/*/*", Right.BACKUP_APPROVE),
          rule(POST, "/api/backup-approvals", Right.BACKUP_RUN),
          rule(GET, "/api/backups/**", Right.BACKUP_READ),
          rule(POST, "/api/backups/**", Right.BACKUP_RUN),
          rule(GET, "/api/drills/**", Right.BACKUP_READ),
          rule(POST, "/api/drills/**", Right.BACKUP_RUN),
          rule(GET, "/api/reports/**", Right.REPORT_READ),
          rule(POST, "/api/reports", Right.REPORT_ISSUE),
          rule(GET, "/api/forms/**", Right.REPORT_READ),
          rule(POST, "/api/forms/*/sign", Right.REPORT_ISSUE),
          rule(POST, "/api/forms/**", Right.TASK_WORK),
          rule(PUT, "/api/forms/**", Right.TASK_WORK),
          rule(GET, "/api/compliance", Right.REPORT_READ),
          rule(GET, "/api/audit/**", Right.AUDIT_READ),
          rule(GET, "/api/users/**", Right.USER_ADMIN),
          rule(POST, "/api/users/**", Right.USER_ADMIN),
          rule(PUT, "/api/users/**", Right.USER_ADMIN),
          rule(DELETE, "/api/users/**", Right.USER_ADMIN));

  /** The log intake and the backup server prove identities themselves, for machines. */
  @Bean
  @org.springframework.core.annotation.Order(1)
  SecurityFilterChain intake(HttpSecurity http) throws Exception {
    return http.securityMatcher("/intake/**", "/v1/logs", "/backup-api/**")
        .csrf(c -> c.disable())
        .sessionManagement(s ->
            s.sessionCreationPolicy(
                org.springframework.security.config.http.SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(a -> a.anyRequest().permitAll())
        .build();
  }

  @Bean
  @org.springframework.core.annotation.Order(2)
  SecurityFilterChain screens(
      HttpSecurity http, AuthenticationManager manager, LoginAnswers answers, Accounts accounts)
      throws Exception {
    return http.authenticationManager(manager)
        .authorizeHttpRequests(a -> {
          a.requestMatchers("/api/setup", "/api/login", "/api/logout").permitAll();
          a.requestMatchers("/api/session", "/api/session/**").authenticated();
          a.requestMatchers("/api/notices", "/api/notices/**").authenticated();
          a.requestMatchers("/api/units", "/api/systems", "/api/catalog").authenticated();
          for (Rule rule : RULES) {
            a.requestMatchers(rule.method(), rule.path()).hasAuthority(rule.right().name());
          }
          a.requestMatchers("/api/**").denyAll();
          a.requestMatchers(EndpointRequest.to("health")).permitAll();
          a.requestMatchers(EndpointRequest.to("prometheus"))
              .access(SecurityConfiguration::mayReadMetrics);
          a.requestMatchers("/v3/api-docs/**").authenticated();
          a.requestMatchers("/actuator/**").denyAll();
          a.requestMatchers(GET, "/**").permitAll();
          a.anyRequest().denyAll();
        })
        .csrf(c -> c.spa())
        .formLogin(f ->
            f.loginPage("/dang-nhap")
                .loginProcessingUrl("/api/login")
                .authenticationDetailsSource(SecurityConfiguration::details)
                .successHandler((request, response, user) -> response.setStatus(204))
                .failureHandler(answers))
        .logout(l ->
            l.logoutRequestMatcher(
                    PathPatternRequestMatcher.withDefaults().matcher(POST, "/api/logout"))
                .logoutSuccessHandler((request, response, user) -> response.setStatus(204)))
        .requestCache(c -> c.disable())
        .exceptionHandling(e -> e.authenticationEntryPoint(answers).accessDeniedHandler(answers))
        .addFilterAfter(
            new CurrentAccountFilter(accounts), UsernamePasswordAuthenticationFilter.class)
        .headers(h ->
            h.referrerPolicy(p -> p.policy(ReferrerPolicy.NO_REFERRER))
                .addHeaderWriter(new ContentSecurityPolicy()))
        .build();
  }

  /** The collector of metrics on this machine, or somebody who may see the sources. */
  private static AuthorizationDecision mayReadMetrics(
      Supplier<? extends Authentication> user, RequestAuthorizationContext context) {
    boolean local = InetAddress.ofLiteral(context.getRequest().getRemoteAddr()).isLoopbackAddress();
    boolean entitled =
        user.get().getAuthorities().stream()
            .anyMatch(granted -> Right.SOURCE_READ.name().equals(granted.getAuthority()));
    return new AuthorizationDecision(local || entitled);
  }

  private static PasswordLogin.Details details(HttpServletRequest request) {
    String code = request.getParameter("code");
    return new PasswordLogin.Details(code == null ? "" : code, request.getRemoteAddr());
  }

  @Bean
  AuthenticationManager authenticationManager(PasswordLogin login) {
    return new ProviderManager(login);
  }

  @Bean
  LoginAnswers loginAnswers() {
    return new LoginAnswers();
  }

  @Bean
  AuthenticationFailureHandler loginFailures(LoginAnswers answers) {
    return answers;
  }
}
