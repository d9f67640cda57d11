# The hazard of survfit() with rows clustered by subject, limits on its log scale.
function(case, data) {
  library(survival)
  columns <- unlist(case$input$group)
  y <- surv_of(case, data)
  group <- group_of(data, columns)
  id <- data[[case$input$id]]
  half <- qnorm(1 - (1 - (case$options$confLevel %or% 0.95)) / 2)
  curves <- lapply(seq_len(nlevels(group)), function(g) {
    own <- group == levels(group)[g]
    fit <- survfit(y[own, ] ~ 1, cluster = id[own], weights = weights_of(case, data)[own])
    rows <- listed(length(fit$time), case$options$maxRows %or% Inf)
    m <- fit$cumhaz[rows]
    se <- fit$std.chaz[rows]
    c(if (!is.null(columns)) list(group = label_of(data, columns, group, g)), list(events = sum(fit$n.event), rows = length(fit$time), time = I(fit$time[rows]),
      nRisk = I(fit$n.risk[rows]), estimate = I(m), stdErr = I(se), lower = I(ifelse(m > 0, m * exp(-half * se / m), NA)), upper = I(ifelse(m > 0, m * exp(half * se / m), NA))))
  })
  list(n = nrow(data), curves = curves)
}
