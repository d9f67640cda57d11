# survdiff() of survival; a trend from its observed and expected numbers and their variance.
function(case, data) {
  library(survival)
  columns <- unlist(case$input$group)
  y <- surv_of(case, data)
  group <- group_of(data, columns)
  strata <- group_of(data, case$input$strata)
  fit <- survdiff(if (nlevels(strata) > 1) y ~ group + strata(strata) else y ~ group, rho = case$options$rho %or% 0)
  observed <- if (is.matrix(fit$obs)) rowSums(fit$obs) else fit$obs
  expected <- if (is.matrix(fit$exp)) rowSums(fit$exp) else fit$exp
  df <- sum(expected > 0) - 1
  answer <- list(chisq = fit$chisq, df = df, p = if (df > 0) pchisq(fit$chisq, df, lower.tail = FALSE) else NaN,
    groups = lapply(seq_len(nlevels(group)), function(g)
      list(group = label_of(data, columns, group, g), n = sum(group == levels(group)[g]), observed = unname(observed[g]), expected = unname(expected[g]))),
    variance = unname(fit$var))
  if (!is.null(case$options$trendScores)) {
    scores <- unlist(case$options$trendScores)
    z <- sum(scores * (observed - expected)) / sqrt(drop(scores %*% fit$var %*% scores))
    answer$trend <- list(chisq = z^2, df = 1, p = pchisq(z^2, 1, lower.tail = FALSE), z = z)
  }
  answer
}
