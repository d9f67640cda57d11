# finegray() of survival, its rows as they come: by stratum, then in the table's order.
function(case, data) {
  library(survival)
  causes <- causes_of(case, data)
  cause <- if (is.null(case$options$cause)) 1 else match(as.character(case$options$cause), causes$labels)
  frame <- data.frame(time = data[[case$input$time]], cause = factor(causes$codes, 0:length(causes$labels), c("censored", causes$labels)), row = data$.row)
  if (!is.null(case$input$censorGroup)) frame$g <- factor(data[[case$input$censorGroup]])
  formula <- if (is.null(frame$g)) Surv(time, cause) ~ row else Surv(time, cause) ~ row + strata(g)
  found <- finegray(formula, frame, etype = causes$labels[cause])
  list(row = I(found$row), start = I(found$fgstart), stop = I(found$fgstop), event = I(found$fgstatus), weight = I(found$fgwt))
}
